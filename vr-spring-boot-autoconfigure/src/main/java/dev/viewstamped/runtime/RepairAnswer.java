package dev.viewstamped.runtime;

/**
 * What came of asking for a repair.
 *
 * @param begun whether a repair has begun
 * @param message what was begun, or why nothing was
 */
public record RepairAnswer(boolean begun, String message) {

}
