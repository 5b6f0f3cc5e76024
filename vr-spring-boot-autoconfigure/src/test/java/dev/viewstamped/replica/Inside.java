package dev.viewstamped.replica;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.History;

/**
 * What a replica has and does not report: for checkers that must see all, as god does.
 * Nothing here changes the replica.
 */
public interface Inside {

	/**
	 * Look into a replica.
	 * @param replica the replica
	 * @return its inside, now and after each of its steps
	 */
	static Inside of(Replica replica) {
		return new OfReplica(replica);
	}

	/**
	 * The group that the replica belongs to.
	 * @return its identity
	 */
	UUID groupId();

	/**
	 * The life of its member that the replica is.
	 * @return the incarnation
	 */
	long incarnation();

	/**
	 * The latest life of a member that the replica has heard of.
	 * @param memberId the member
	 * @return the incarnation
	 */
	long knownIncarnation(int memberId);

	/**
	 * The epoch that the replica is in, and whose log it has.
	 * @return the number of its configuration
	 */
	long epoch();

	/**
	 * The members of the epoch that an entry begins, when it is executed.
	 * @param entry an entry that ends an epoch
	 * @return the epoch and its members
	 */
	static NextEpoch nextEpoch(Entry entry) {
		MembershipPayload.Change change = MembershipPayload.Change.decode(entry.payload());
		return new NextEpoch(change.next(), change.incarnations());
	}

	/**
	 * What an entry holds that begins an epoch.
	 * @param next the epoch
	 * @param replaced the members before
	 * @return the payload
	 */
	static byte[] payload(NextEpoch next, Configuration replaced) {
		return new MembershipPayload.Change(next.configuration(), next.incarnations(), replaced).encode();
	}

	/**
	 * An epoch that an entry begins.
	 *
	 * @param configuration its members
	 * @param incarnations the lives of them that may enter it without recovery
	 */
	record NextEpoch(Configuration configuration, List<Long> incarnations) {

	}

	/**
	 * The view of that epoch whose log the replica has.
	 * @return the last view in which it was normal
	 */
	long lastNormalView();

	/**
	 * Length of the log.
	 * @return the last op-number
	 */
	long opNumber();

	/**
	 * The last entry that is no longer in the log, because a checkpoint has its effects.
	 * @return its op-number, 0 if the log is whole
	 */
	long baseOpNumber();

	/**
	 * An entry of the log.
	 * @param opNumber from the one after {@link #baseOpNumber()} to the last op-number
	 * @return the entry
	 */
	Entry entry(long opNumber);

	/**
	 * The identity of an entry, also of one that is no longer in the log.
	 * @param opNumber from 1 to the last op-number
	 * @return the viewstamp
	 */
	default Viewstamp viewstamp(long opNumber) {
		return (opNumber > baseOpNumber()) ? entry(opNumber).viewstamp() : history().viewstamp(opNumber);
	}

	/**
	 * The viewstamps of the log.
	 * @return a copy
	 */
	History history();

	/**
	 * The client table in one number: sessions, what of them is finished, and the stored
	 * replies.
	 * @return the number
	 */
	long clientTableDigest();

	/**
	 * Whether the replica reads on a lease now.
	 * @return {@code true} if it does
	 */
	default boolean hasLease() {
		return false;
	}

	/**
	 * All that a message may change, apart from when somebody was heard.
	 * @return values to compare
	 */
	List<Object> variables();

	/**
	 * Reads private fields.
	 */
	final class OfReplica implements Inside {

		private static final Field LOW = field(Session.class, "low");

		private final ReplicaState state;

		private final Execution execution;

		private final NormalCase normalCase;

		private final Reads reads;

		private final Map<UUID, Session> sessions;

		private final Map<?, ?> doViewChanges;

		private OfReplica(Replica replica) {
			this.state = read(replica, "state", ReplicaState.class);
			this.execution = read(replica, "execution", Execution.class);
			this.normalCase = read(replica, "normalCase", NormalCase.class);
			this.reads = read(replica, "reads", Reads.class);
			this.doViewChanges = read(
					read(read(replica, "viewChange", ViewChange.class), "doViewChanges", DoViewChanges.class),
					"byMember", Map.class);
			@SuppressWarnings("unchecked")
			Map<UUID, Session> table = read(this.execution.clientTable(), "sessions", Map.class);
			this.sessions = table;
		}

		@Override
		public UUID groupId() {
			return this.state.groupId();
		}

		@Override
		public long incarnation() {
			return this.state.incarnation();
		}

		@Override
		public long knownIncarnation(int memberId) {
			return this.state.crashVector().get(memberId);
		}

		@Override
		public boolean hasLease() {
			return this.reads.hasLease();
		}

		@Override
		public long epoch() {
			return this.state.epoch();
		}

		@Override
		public long lastNormalView() {
			return this.state.lastNormalView();
		}

		@Override
		public long opNumber() {
			return this.state.log.opNumber();
		}

		@Override
		public long baseOpNumber() {
			return this.state.log.base().opNumber();
		}

		@Override
		public Entry entry(long opNumber) {
			return this.state.log.get(opNumber);
		}

		@Override
		public History history() {
			return this.state.log.history();
		}

		@Override
		public long clientTableDigest() {
			long digest = 0;
			for (Session session : this.sessions.values()) {
				// A sum does not depend on the order of the map
				digest += digest(session);
			}
			return digest;
		}

		@Override
		public List<Object> variables() {
			return List.of(this.state.groupId(), this.state.view(), this.state.status(), this.state.lastNormalView(),
					this.state.commitNumber(), this.state.log.opNumber(), this.state.log.lastViewstamp(),
					this.state.crashVector(), Arrays.toString(read(this.normalCase, "acknowledged", long[].class)),
					List.copyOf(this.doViewChanges.values()));
		}

		private static long digest(Session session) {
			long low = low(session);
			long digest = session.client().hashCode() * 31L + session.session();
			digest = mix(digest + session.lastOpNumber());
			digest = mix(digest + session.lastTimestampNanos());
			digest = mix(digest + low);
			for (long n = low + 1; n <= low + read(session, "replies", StoredReply[].class).length; n++) {
				StoredReply reply = session.find(n);
				if (reply != null) {
					digest = mix(digest + reply.requestNumber());
					digest = mix(digest + reply.viewstamp().opNumber() * 8 + reply.outcome().ordinal());
					digest = mix(digest + Arrays.hashCode(reply.result()));
				}
			}
			return digest;
		}

		private static long low(Session session) {
			try {
				return LOW.getLong(session);
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException("Cannot read " + LOW, ex);
			}
		}

		private static long mix(long value) {
			long mixed = value * 0x9E3779B97F4A7C15L;
			return mixed ^ (mixed >>> 29);
		}

		static <T> T read(Object object, String name, Class<T> type) {
			try {
				return type.cast(field(object.getClass(), name).get(object));
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException("Cannot read " + name + " of " + object.getClass(), ex);
			}
		}

		private static Field field(Class<?> type, String name) {
			try {
				Field field = type.getDeclaredField(name);
				field.setAccessible(true);
				return field;
			}
			catch (NoSuchFieldException ex) {
				throw new IllegalStateException("No field " + name + " of " + type, ex);
			}
		}

	}

}
