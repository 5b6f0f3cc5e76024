package dev.viewstamped.replica;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Reply.Outcome;

/**
 * The reply to a request, kept until its client has seen it.
 *
 * @param requestNumber the number of the request
 * @param viewstamp identity of the request's log entry
 * @param outcome what became of it
 * @param result what the service returned
 */
record StoredReply(long requestNumber, Viewstamp viewstamp, Outcome outcome, byte[] result) {

}
