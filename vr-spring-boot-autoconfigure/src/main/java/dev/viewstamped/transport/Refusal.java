package dev.viewstamped.transport;

/**
 * Says that one end of a link refuses the other. Both ends show the text.
 *
 * @param reason why
 * @param text what was found, and what to do about it
 */
record Refusal(RefusalReason reason, String text) {

}
