/**
 * What the state of the service is made of: the port to call the service up, ordered
 * maps, and checkpoints of them (VR Revisited §5.1) as trees of pages.
 */
@NullMarked
package dev.viewstamped.state;

import org.jspecify.annotations.NullMarked;
