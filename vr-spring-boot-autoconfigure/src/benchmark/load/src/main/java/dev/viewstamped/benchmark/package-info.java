/**
 * The load of the benchmark, the same for every system.
 */
package dev.viewstamped.benchmark;
