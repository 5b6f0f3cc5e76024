/**
 * Starts the systems, has them loaded, and prints what was measured.
 */
package dev.viewstamped.benchmark.run;
