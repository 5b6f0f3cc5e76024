package dev.viewstamped.kubernetes;

import dev.viewstamped.runtime.Departure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells a pod that Kubernetes stops because the StatefulSet has become smaller from one
 * that is restarted: Kubernetes itself does not say. A set that has no pods any more, or
 * is gone, does not go on without anybody.
 */
public final class PodDeparture implements Departure {

	private static final Log logger = LogFactory.getLog(PodDeparture.class);

	private final DesiredTopology topology;

	private final PodName pod;

	private volatile boolean unknown;

	/**
	 * Create a departure.
	 * @param topology what the group is to be
	 * @param pod the pod of this application
	 */
	public PodDeparture(DesiredTopology topology, PodName pod) {
		this.topology = topology;
		this.pod = pod;
	}

	@Override
	public boolean isExpected() {
		if (this.unknown) {
			return false;
		}
		try {
			ObservedSet set = this.topology.observed();
			return set != null && set.replicas() > 0 && this.pod.ordinal() >= set.replicas();
		}
		catch (RuntimeException ex) {
			this.unknown = true;
			logger.warn("It is not known whether the StatefulSet goes on without pod " + this.pod
					+ ", which therefore stops as for a restart", ex);
			return false;
		}
	}

}
