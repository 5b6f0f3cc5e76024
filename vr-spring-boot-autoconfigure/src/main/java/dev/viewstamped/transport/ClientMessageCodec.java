package dev.viewstamped.transport;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.viewstamped.ReadOptions.Consistency;
import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.Evicted;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.LocateGroup;
import dev.viewstamped.message.LocatePrimary;
import dev.viewstamped.message.Operation;
import dev.viewstamped.message.OperatorCommand;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;

import static dev.viewstamped.transport.ValueCodec.readViewstamp;

/**
 * The messages between clients and replicas, on the wire.
 */
final class ClientMessageCodec {

	private static final List<Reply.Outcome> OUTCOMES = List.of(Reply.Outcome.values());

	private static final List<Refused.Reason> REASONS = List.of(Refused.Reason.values());

	private static final List<Consistency> CONSISTENCIES = List.of(Consistency.values());

	private static final List<OperatorCommand> OPERATOR_COMMANDS = List.of(OperatorCommand.values());

	private static final List<OperatorReply.Outcome> OPERATOR_OUTCOMES = List.of(OperatorReply.Outcome.values());

	private static final Set<Operation> CLIENT_OPERATIONS = Set.of(Operation.REGISTER, Operation.COMMAND,
			Operation.ACKNOWLEDGE);

	private static final MessageTypes<ClientMessage> TYPES = new MessageTypes<>(types());

	private ClientMessageCodec() {
	}

	static List<MessageType<? extends ClientMessage>> types() {
		return Stream.concat(sessionTypes().stream(), groupTypes().stream()).toList();
	}

	private static List<MessageType<? extends ClientMessage>> groupTypes() {
		return List.of(
				new MessageType<>(73, LocateGroup.class, (out, locate) -> out.writeUuid(locate.client()),
						(in) -> new LocateGroup(in.readUuid())),
				new MessageType<>(74, GroupFound.class, (out, found) -> {
					out.writeUuid(found.client());
					GroupCodec.write(out, found.location());
				}, (in) -> new GroupFound(in.readUuid(), GroupCodec.readLocation(in))),
				new MessageType<>(75, Join.class, (out, join) -> {
					out.writeUuid(join.client());
					out.writeString(join.address());
					out.writeUuid(join.boot());
				}, (in) -> new Join(in.readUuid(), GroupCodec.readAddress(in), in.readUuid())),
				new MessageType<>(76, OperatorRequest.class, (out, request) -> {
					out.writeUuid(request.client());
					out.writeNumber(request.number());
					out.writeEnum(request.command());
					out.writeNumber(request.expectedEpoch());
					GroupCodec.writeAddresses(out, request.members());
				}, (in) -> new OperatorRequest(in.readUuid(), in.readNumber(), in.readEnum(OPERATOR_COMMANDS),
						in.readNumber(), GroupCodec.readAddresses(in))),
				new MessageType<>(77, OperatorReply.class, (out, reply) -> {
					out.writeUuid(reply.client());
					out.writeNumber(reply.number());
					out.writeEnum(reply.outcome());
					GroupCodec.writeText(out, reply.message());
					out.writeNumber(reply.opNumber());
					GroupCodec.write(out, reply.change());
				}, (in) -> new OperatorReply(in.readUuid(), in.readNumber(), in.readEnum(OPERATOR_OUTCOMES),
						GroupCodec.readText(in), in.readNumber(), GroupCodec.readChange(in))));
	}

	private static List<MessageType<? extends ClientMessage>> sessionTypes() {
		return List.of(new MessageType<>(64, Request.class, (out, request) -> {
			out.writeUuid(request.groupId());
			out.writeUuid(request.client());
			out.writeNumber(request.session());
			out.writeNumber(request.requestNumber());
			out.writeNumber(request.acknowledged());
			out.writeNumber(request.attempt());
			out.writeEnum(request.operation());
			out.writeBytes(request.payload());
		}, ClientMessageCodec::readRequest), new MessageType<>(65, Reply.class, (out, reply) -> {
			out.writeUuid(reply.groupId());
			out.writeUuid(reply.client());
			out.writeNumber(reply.epoch());
			out.writeNumber(reply.view());
			out.writeNumber(reply.requestNumber());
			ValueCodec.write(out, reply.viewstamp());
			out.writeEnum(reply.outcome());
			out.writeBytes(reply.result());
		}, (in) -> new Reply(in.readUuid(), in.readUuid(), in.readNumber(), in.readNumber(), in.readNumber(),
				readViewstamp(in), in.readEnum(OUTCOMES), in.readBytes())),
				new MessageType<>(66, Refused.class, (out, refused) -> {
					out.writeUuid(refused.client());
					out.writeNumber(refused.requestNumber());
					out.writeNumber(refused.attempt());
					out.writeEnum(refused.reason());
				}, (in) -> new Refused(in.readUuid(), in.readNumber(), attempt(in), in.readEnum(REASONS))),
				new MessageType<>(67, Evicted.class, (out, evicted) -> {
					out.writeUuid(evicted.groupId());
					out.writeUuid(evicted.client());
					out.writeNumber(evicted.session());
				}, (in) -> new Evicted(in.readUuid(), in.readUuid(), in.readNumber())),
				new MessageType<>(68, QueryRequest.class, (out, request) -> {
					out.writeUuid(request.client());
					out.writeNumber(request.queryNumber());
					out.writeEnum(request.consistency());
					out.writeNumber(request.afterOpNumber());
					out.writeBytes(request.payload());
				}, (in) -> new QueryRequest(in.readUuid(), in.readNumber(), in.readEnum(CONSISTENCIES), in.readNumber(),
						in.readBytes())),
				new MessageType<>(69, QueryReply.class, (out, reply) -> {
					out.writeUuid(reply.groupId());
					out.writeUuid(reply.client());
					out.writeNumber(reply.queryNumber());
					out.writeNumber(reply.epoch());
					out.writeNumber(reply.view());
					out.writeNumber(reply.opNumber());
					out.writeBytes(reply.result());
				}, (in) -> new QueryReply(in.readUuid(), in.readUuid(), in.readNumber(), in.readNumber(),
						in.readNumber(), in.readNumber(), in.readBytes())),
				new MessageType<>(70, QueryRefused.class, (out, refused) -> {
					out.writeUuid(refused.client());
					out.writeNumber(refused.queryNumber());
					out.writeEnum(refused.reason());
				}, (in) -> new QueryRefused(in.readUuid(), in.readNumber(), in.readEnum(REASONS))),
				new MessageType<>(71, LocatePrimary.class, (out, locate) -> out.writeUuid(locate.client()),
						(in) -> new LocatePrimary(in.readUuid())),
				new MessageType<>(72, PrimaryLocation.class, (out, location) -> {
					out.writeUuid(location.groupId());
					out.writeUuid(location.client());
					out.writeNumber(location.epoch());
					out.writeNumber(location.view());
					out.writeNumberOrNone(location.primary());
				}, (in) -> new PrimaryLocation(in.readUuid(), in.readUuid(), in.readNumber(), in.readNumber(),
						in.readNumber(ValueCodec.MAX_MEMBER_ID + 1) - 1)));
	}

	static void write(FrameWriter out, ClientMessage message) {
		TYPES.write(out, message);
	}

	static ClientMessage read(FrameReader in) throws MalformedFrameException {
		return TYPES.read(in);
	}

	/**
	 * Only a command has a size that replicas check. Anything else that carried bytes
	 * would get them into the log, and an entry that fits in no frame would hold up the
	 * group. What changes the group is not a client's to ask for.
	 */
	private static Request readRequest(FrameReader in) throws MalformedFrameException {
		Request request = new Request(in.readUuid(), in.readUuid(), in.readNumber(), in.readNumber(), in.readNumber(),
				attempt(in), in.readEnum(ValueCodec.OPERATIONS), in.readBytes());
		if (!CLIENT_OPERATIONS.contains(request.operation())) {
			throw new MalformedFrameException(request.operation() + " is made by the primary, not by a client");
		}
		if (request.operation() != Operation.COMMAND && request.payload().length > 0) {
			throw new MalformedFrameException(
					request.operation() + " with a payload of " + request.payload().length + " bytes");
		}
		return request;
	}

	private static int attempt(FrameReader in) throws MalformedFrameException {
		return in.readNumber(Integer.MAX_VALUE);
	}

}
