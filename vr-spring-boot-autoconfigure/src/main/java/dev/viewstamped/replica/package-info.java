/**
 * The protocol of VR Revisited: a deterministic state machine without threads, clocks or
 * I/O.
 */
@NullMarked
package dev.viewstamped.replica;

import org.jspecify.annotations.NullMarked;
