/**
 * Small worlds searched whole: every order of deliveries, losses, duplicates, restarts
 * and timeouts of a tiny group of the very replicas of production.
 */
@NullMarked
package dev.viewstamped.simulator.search;

import org.jspecify.annotations.NullMarked;
