/**
 * Known ways to get the protocol wrong, one class for each. The names are those of the
 * protocol's notes: CE1 to CE7 are counter-examples to simpler rules for members that
 * restart without their state, D1 to D33 are defects and gaps of the paper and of
 * programs after it. Each class tells the schedule, shows that our rule survives it, and
 * that the naive rule does not.
 */
@NullMarked
package dev.viewstamped.simulator.scenario;

import org.jspecify.annotations.NullMarked;
