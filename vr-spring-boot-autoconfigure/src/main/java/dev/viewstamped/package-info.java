/**
 * What users of the library import: annotations, commands and queries, replicated maps,
 * operations and exceptions.
 */
@NullMarked
package dev.viewstamped;

import org.jspecify.annotations.NullMarked;
