/**
 * Durable mode: journal, superblock and checkpoint files. Blocking code over a port to
 * one directory.
 */
@NullMarked
package dev.viewstamped.storage;

import org.jspecify.annotations.NullMarked;
