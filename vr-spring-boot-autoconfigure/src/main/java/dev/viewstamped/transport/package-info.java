/**
 * How messages travel between processes: the codec and the WebSocket links.
 */
@NullMarked
package dev.viewstamped.transport;

import org.jspecify.annotations.NullMarked;
