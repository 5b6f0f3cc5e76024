/**
 * Rules of the protocol made naive, to show that the checkers see what goes wrong with
 * them. A naive rule is main's source with a few words replaced, compiled apart; nothing
 * of it is in main.
 */
@NullMarked
package dev.viewstamped.simulator.naive;

import org.jspecify.annotations.NullMarked;
