/**
 * How the beans of the application become the replicated service.
 */
@NullMarked
package dev.viewstamped.service;

import org.jspecify.annotations.NullMarked;
