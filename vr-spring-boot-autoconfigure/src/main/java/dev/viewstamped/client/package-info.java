/**
 * The client of a replica group: a deterministic state machine like the replica.
 */
@NullMarked
package dev.viewstamped.client;

import org.jspecify.annotations.NullMarked;
