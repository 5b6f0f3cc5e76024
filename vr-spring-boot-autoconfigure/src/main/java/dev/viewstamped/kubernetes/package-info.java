/**
 * A group whose members are the pods of a Kubernetes StatefulSet: it follows the size of
 * the set, rolls its pods, and remembers outside of them that it was formed. The rules
 * are free of input and output; what talks to the API of Kubernetes is behind small
 * interfaces.
 */
@NullMarked
package dev.viewstamped.kubernetes;

import org.jspecify.annotations.NullMarked;
