package dev.viewstamped.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * The size that the group is to have: that of the StatefulSet, or the one in its
 * annotation, which the set then follows. It never comes from the pods that are there.
 *
 * @param members the size of the group
 * @param problem why the group cannot have that size; {@code null} if it can
 */
record TargetSize(int members, Step.@Nullable Wait problem) {

	private static final int SMALLEST = 3;

	private static final int LARGEST = 31;

	static TargetSize of(ObservedSet set) {
		String target = set.target();
		if (target == null) {
			return new TargetSize(set.replicas(), problem(set.replicas(), "The StatefulSet has "));
		}
		int members;
		try {
			members = Integer.parseInt(target.strip());
		}
		catch (NumberFormatException ex) {
			return new TargetSize(0, new Step.Wait("size-invalid", "The annotation " + ObservedSet.TARGET_ANNOTATION
					+ " has the value '" + target + "', which is not a number: set it to the size of the group"));
		}
		return new TargetSize(members,
				problem(members, "The annotation " + ObservedSet.TARGET_ANNOTATION + " asks for "));
	}

	private static Step.@Nullable Wait problem(int members, String where) {
		if (members < SMALLEST || members > LARGEST) {
			return new Step.Wait("size-invalid", where + members + " replicas, but a group has from " + SMALLEST
					+ " to " + LARGEST + " members: its members stay as they are");
		}
		if (members % 2 == 0) {
			return new Step.Wait("size-even",
					where + members + " replicas, and a group of " + members + " survives no more failures than one of "
							+ (members - 1) + ": use " + (members - 1) + " or " + (members + 1));
		}
		return null;
	}

}
