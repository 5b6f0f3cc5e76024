package dev.viewstamped.simulator.scenario;

import org.junit.jupiter.api.Test;

import dev.viewstamped.simulator.Story;
import dev.viewstamped.simulator.naive.NaiveRule;

/**
 * D33: the paper numbers members by their addresses. A process that starts where another
 * member has moved in the meantime counts them in another order, and takes another one
 * for the primary of a view. Here a member has a number of its own, and the address is
 * where it happens to be.
 */
class D33AddressTests {

	private static final int A = 0;

	private static final int C = 2;

	/**
	 * A moves to an address that comes after all others. C restarts and learns of that,
	 * the others keep the old addresses.
	 */
	@Test
	void memberThatMovesKeepsItsNumber() {
		Story.formed(3)
			.write()
			.answered()
			.happens((cluster) -> cluster.setAddress(A, "zone-b:8080"))
			.crash(C)
			.restart(C)
			.recovers(C)
			.write()
			.answered()
			.crash(A)
			.write()
			.answered()
			.restart(A)
			.recovers(A)
			.converges();
	}

	@Test
	void numberingMembersByTheirAddressesIsCaught() {
		NaiveRule
			.in("message/Configuration", "return this.members.get((int) (view % this.members.size())).memberId();", """
					List<Member> byAddress = new java.util.ArrayList<>(this.members);
					byAddress.sort(java.util.Comparator.comparing(Member::address));
					return byAddress.get((int) (view % byAddress.size())).memberId();
					""")
			.isCaughtBy(getClass(), "memberThatMovesKeepsItsNumber", "LIVENESS");
	}

}
