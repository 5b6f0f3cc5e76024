/**
 * The event loops that own a replica or a client, and their life cycle.
 */
@NullMarked
package dev.viewstamped.runtime;

import org.jspecify.annotations.NullMarked;
