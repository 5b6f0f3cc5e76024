/**
 * The messages of the protocol, one record each, named as in the paper, and the values
 * that they are made of.
 */
@NullMarked
package dev.viewstamped.message;

import org.jspecify.annotations.NullMarked;
