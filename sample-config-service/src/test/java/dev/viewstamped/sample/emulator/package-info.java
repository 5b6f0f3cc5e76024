/**
 * A group in processes of their own, each in a network of its own, moved about as a
 * StatefulSet of Kubernetes would. It is an emulator of a few of its rules, and not
 * Kubernetes.
 */
@NullMarked
package dev.viewstamped.sample.emulator;

import org.jspecify.annotations.NullMarked;
