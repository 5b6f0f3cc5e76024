/**
 * Several replicas in one JVM.
 */
@NullMarked
package dev.viewstamped.embedded;

import org.jspecify.annotations.NullMarked;
