/**
 * This system under load, and the floor and ceilings of its transport.
 */
package dev.viewstamped.benchmark.ours;
