package dev.viewstamped.kubernetes;

/**
 * A pod as Kubernetes tells of it.
 *
 * @param name its name
 * @param uid identity of this pod among all that have had the name
 * @param revision revision of the template that it was made from
 * @param ready whether it takes traffic
 * @param terminating whether it was told to stop
 */
public record ObservedPod(PodName name, String uid, String revision, boolean ready, boolean terminating) {

}
