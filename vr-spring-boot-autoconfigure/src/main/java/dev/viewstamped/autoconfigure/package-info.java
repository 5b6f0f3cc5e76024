/**
 * Auto-configuration for Viewstamped Replication.
 */
@NullMarked
package dev.viewstamped.autoconfigure;

import org.jspecify.annotations.NullMarked;
