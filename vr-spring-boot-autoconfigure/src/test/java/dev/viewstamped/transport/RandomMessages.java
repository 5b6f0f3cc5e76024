package dev.viewstamped.transport;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import dev.viewstamped.Digest;
import dev.viewstamped.Viewstamp;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.CrashVector;
import dev.viewstamped.message.GroupChange;
import dev.viewstamped.message.GroupChange.MemberProgress;
import dev.viewstamped.message.History;
import dev.viewstamped.message.Member;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.PagePiece;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.Request;
import dev.viewstamped.message.Standby;

/**
 * Makes messages with random values in every field.
 */
class RandomMessages {

	private final SplittableRandom random;

	RandomMessages(long seed) {
		this.random = new SplittableRandom(seed);
	}

	<T> T next(Class<T> type) {
		return type.cast(value(type, type.getSimpleName()));
	}

	private Object value(Type type, String name) {
		if (type instanceof ParameterizedType list) {
			List<Object> values = new ArrayList<>();
			int size = this.random.nextInt(4);
			for (int i = 0; i < size; i++) {
				values.add(value(list.getActualTypeArguments()[0], name));
			}
			return values;
		}
		Class<?> raw = (Class<?>) type;
		if (raw == long.class) {
			return number(name);
		}
		if (raw == Digest.class) {
			return new Digest(this.random.nextLong(), this.random.nextLong(), this.random.nextLong(),
					this.random.nextLong());
		}
		if (raw == PagePiece.class) {
			return piece();
		}
		if (raw == int.class || raw == Integer.class) {
			return this.random.nextInt(1 << 16);
		}
		if (raw == boolean.class) {
			return this.random.nextBoolean();
		}
		if (raw == UUID.class) {
			return new UUID(this.random.nextLong(), this.random.nextLong());
		}
		if (raw == byte[].class) {
			byte[] bytes = new byte[this.random.nextInt(300)];
			this.random.nextBytes(bytes);
			return bytes;
		}
		if (raw.isEnum()) {
			Object[] values = raw.getEnumConstants();
			return values[this.random.nextInt(values.length)];
		}
		if (raw == Long.class) {
			return number(name);
		}
		if (raw == String.class) {
			return "é".repeat(this.random.nextInt(5)) + this.random.nextInt();
		}
		if (raw == Configuration.class) {
			return configuration();
		}
		if (raw == Membership.class) {
			return membership();
		}
		if (raw == CrashVector.class) {
			return CrashVector.of(this.random.longs(this.random.nextInt(6), 0, Long.MAX_VALUE).toArray());
		}
		if (raw == History.class) {
			return history();
		}
		if (raw == ClientMessage.class) {
			Class<?>[] kinds = raw.getPermittedSubclasses();
			return value(kinds[this.random.nextInt(kinds.length)], name);
		}
		return record(raw);
	}

	private long number(String name) {
		if (name.equals("sentAtNanos")) {
			return this.random.nextLong();
		}
		return this.random.nextLong(Long.MAX_VALUE) >>> this.random.nextInt(63);
	}

	private History history() {
		List<History.Run> runs = new ArrayList<>();
		long[] ops = this.random.longs(this.random.nextInt(5), 1, Long.MAX_VALUE).sorted().distinct().toArray();
		for (int i = 0; i < ops.length; i++) {
			runs.add(new History.Run(i / 2, i * 3L + 1, ops[i]));
		}
		long beginOp = (ops.length > 0) ? this.random.nextLong(ops[0]) : this.random.nextLong(Long.MAX_VALUE);
		return new History(new Viewstamp(0, this.random.nextLong(2), beginOp), runs);
	}

	private Configuration configuration() {
		List<Member> members = new ArrayList<>();
		int memberId = this.random.nextInt(100);
		for (int i = this.random.nextInt(5); i >= 0; i--) {
			members.add(new Member(memberId, (String) value(String.class, "address")));
			memberId += 1 + this.random.nextInt(100);
		}
		return new Configuration(number("epoch"), members);
	}

	private Membership membership() {
		Configuration configuration = configuration();
		List<Long> incarnations = configuration.members().stream().map((member) -> number("incarnation")).toList();
		List<Standby> standbys = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			standbys.add((Standby) record(Standby.class));
		}
		return new Membership(configuration, incarnations, this.random.nextBoolean() ? configuration() : null,
				(Viewstamp) record(Viewstamp.class), standbys, this.random.nextInt(1 << 16), number("checkedEpoch"));
	}

	private PagePiece piece() {
		byte[] bytes = new byte[this.random.nextInt(300)];
		this.random.nextBytes(bytes);
		int offset = this.random.nextInt(1 << 20);
		int length = offset + bytes.length + this.random.nextInt(1 << 20);
		return new PagePiece((Digest) value(Digest.class, "digest"), length, offset, bytes);
	}

	private Object record(Class<?> type) {
		RecordComponent[] components = type.getRecordComponents();
		Object[] values = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			values[i] = value(components[i].getGenericType(), components[i].getName());
		}
		if (type == PrimaryLocation.class && this.random.nextBoolean()) {
			values[values.length - 1] = -1;
		}
		if (type == Request.class && !List.of(values).contains(Operation.COMMAND)) {
			values[values.length - 2] = this.random.nextBoolean() ? Operation.REGISTER : Operation.ACKNOWLEDGE;
			values[values.length - 1] = new byte[0];
		}
		if (type == GroupChange.class && this.random.nextBoolean()) {
			values[values.length - 1] = null;
		}
		if (type == MemberProgress.class && this.random.nextBoolean()) {
			values[values.length - 1] = -1L;
		}
		try {
			Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
			return type.getDeclaredConstructor(types).newInstance(values);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
