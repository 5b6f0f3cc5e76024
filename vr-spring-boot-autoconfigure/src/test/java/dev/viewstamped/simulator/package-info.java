/**
 * A whole group in one thread: network, time, faults, clients and checkers around the
 * very replica and client classes of production. One seed is one run.
 */
@NullMarked
package dev.viewstamped.simulator;

import org.jspecify.annotations.NullMarked;
