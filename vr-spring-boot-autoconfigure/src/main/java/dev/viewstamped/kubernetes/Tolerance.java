package dev.viewstamped.kubernetes;

/**
 * What passes for normal in a member.
 *
 * @param silenceNanos for how long it may be silent
 * @param lag how many ops it may lag behind
 * @param patienceNanos for how long a change of the size waits for a member that is not
 * normal before it goes on without
 */
public record Tolerance(long silenceNanos, long lag, long patienceNanos) {

}
