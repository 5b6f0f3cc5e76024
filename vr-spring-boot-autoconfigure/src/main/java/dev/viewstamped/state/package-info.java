/**
 * What the state of the service is made of: the port to call the service up, and ordered
 * maps.
 */
@NullMarked
package dev.viewstamped.state;

import org.jspecify.annotations.NullMarked;
