package dev.viewstamped.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * StatefulSets for tests, which are named {@code vr}.
 */
record Sets(int replicas, @Nullable String target, boolean onDelete, boolean settled, int available,
		List<ObservedPod> pods) {

	static final String NEW = "vr-new";

	static final String OLD = "vr-old";

	/** A set with that many pods, all ready and from the present template. */
	static Sets of(int replicas) {
		List<ObservedPod> pods = new ArrayList<>();
		for (int ordinal = 0; ordinal < replicas; ordinal++) {
			pods.add(pod(ordinal));
		}
		return new Sets(replicas, null, true, true, replicas, pods);
	}

	static ObservedPod pod(int ordinal) {
		return new ObservedPod(new PodName("vr", ordinal), "uid-" + ordinal, NEW, true, false);
	}

	Sets scaledTo(int replicas) {
		return new Sets(replicas, this.target, this.onDelete, this.settled, this.available, this.pods);
	}

	Sets target(String target) {
		return new Sets(this.replicas, target, this.onDelete, this.settled, this.available, this.pods);
	}

	Sets rollingUpdate() {
		return new Sets(this.replicas, this.target, false, this.settled, this.available, this.pods);
	}

	Sets unsettled() {
		return new Sets(this.replicas, this.target, this.onDelete, false, this.available, this.pods);
	}

	Sets available(int available) {
		return new Sets(this.replicas, this.target, this.onDelete, this.settled, available, this.pods);
	}

	Sets outdated(int... ordinals) {
		return change((pod) -> new ObservedPod(pod.name(), pod.uid(), OLD, pod.ready(), pod.terminating()), ordinals);
	}

	Sets unready(int... ordinals) {
		return change((pod) -> new ObservedPod(pod.name(), pod.uid(), pod.revision(), false, pod.terminating()),
				ordinals);
	}

	Sets terminating(int... ordinals) {
		return change((pod) -> new ObservedPod(pod.name(), pod.uid(), pod.revision(), pod.ready(), true), ordinals);
	}

	Sets without(int ordinal) {
		List<ObservedPod> rest = this.pods.stream().filter((pod) -> pod.name().ordinal() != ordinal).toList();
		return new Sets(this.replicas, this.target, this.onDelete, this.settled, this.available, rest);
	}

	private Sets change(UnaryOperator<ObservedPod> change, int... ordinals) {
		List<ObservedPod> changed = new ArrayList<>(this.pods);
		for (int ordinal : ordinals) {
			changed.replaceAll((pod) -> (pod.name().ordinal() == ordinal) ? change.apply(pod) : pod);
		}
		return new Sets(this.replicas, this.target, this.onDelete, this.settled, this.available, changed);
	}

	ObservedSet set() {
		return new ObservedSet("7", this.replicas, this.target, 0, this.onDelete, this.settled, NEW, this.available,
				this.pods);
	}

}
