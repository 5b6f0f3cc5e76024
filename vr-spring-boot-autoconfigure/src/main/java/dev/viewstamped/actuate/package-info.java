/**
 * What operators see: endpoint, health and metrics.
 */
@NullMarked
package dev.viewstamped.actuate;

import org.jspecify.annotations.NullMarked;
