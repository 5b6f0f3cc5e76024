package dev.viewstamped.transport;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import dev.viewstamped.message.Commit;
import dev.viewstamped.message.ConfirmView;
import dev.viewstamped.message.ConfirmViewOk;
import dev.viewstamped.message.Consent;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.GetEpoch;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.Hello;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.IncarnationRequest;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Pong;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.Propose;
import dev.viewstamped.message.Recovery;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Standing;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;
import dev.viewstamped.message.Withdraw;

import static dev.viewstamped.transport.ValueCodec.readCrashVector;
import static dev.viewstamped.transport.ValueCodec.readEntries;
import static dev.viewstamped.transport.ValueCodec.readHistory;
import static dev.viewstamped.transport.ValueCodec.readOptionalHistory;
import static dev.viewstamped.transport.ValueCodec.readUuids;
import static dev.viewstamped.transport.ValueCodec.readViewstamp;

/**
 * The messages between replicas, on the wire.
 */
final class PeerMessageCodec {

	private static final List<Standing> STANDINGS = List.of(Standing.values());

	private PeerMessageCodec() {
	}

	static List<MessageType<? extends PeerMessage>> types() {
		return Stream.of(protocolTypes(), PageMessageCodec.types(), epochTypes()).flatMap(List::stream).toList();
	}

	private static List<MessageType<? extends PeerMessage>> protocolTypes() {
		return List.of(type(1, Ping.class, (out, ping) -> {
			out.writeBoolean(ping.normal());
			out.writeBoolean(ping.stopping());
			out.writeLong(ping.sentAtNanos());
		}, (in) -> new Ping(header(in), in.readBoolean(), in.readBoolean(), in.readLong())), type(2, Pong.class,
				(out, pong) -> out.writeLong(pong.sentAtNanos()), (in) -> new Pong(header(in), in.readLong())),
				type(3, Prepare.class, (out, prepare) -> {
					ValueCodec.write(out, prepare.parent());
					out.writeNumber(prepare.commitNumber());
					ValueCodec.write(out, prepare.entries());
				}, (in) -> new Prepare(header(in), readViewstamp(in), in.readNumber(), readEntries(in))),
				type(4, PrepareOk.class, (out, ok) -> out.writeNumber(ok.opNumber()),
						(in) -> new PrepareOk(header(in), in.readNumber())),
				type(5, Commit.class, (out, commit) -> {
					out.writeNumber(commit.opNumber());
					out.writeNumber(commit.commitNumber());
				}, (in) -> new Commit(header(in), in.readNumber(), in.readNumber())),
				type(6, StartViewChange.class, (out, change) -> out.writeBoolean(change.entered()),
						(in) -> new StartViewChange(header(in), in.readBoolean())),
				type(7, DoViewChange.class, (out, change) -> {
					ValueCodec.write(out, change.crashVector());
					out.writeNumberOrNone(change.lastNormalView());
					ValueCodec.write(out, change.history());
					out.writeNumber(change.commitNumber());
				}, (in) -> new DoViewChange(header(in), readCrashVector(in), in.readNumberOrNone(), readHistory(in),
						in.readNumber())),
				type(8, StartView.class, (out, start) -> {
					ValueCodec.write(out, start.crashVector());
					ValueCodec.write(out, start.history());
					out.writeNumber(start.commitNumber());
				}, (in) -> new StartView(header(in), readCrashVector(in), readHistory(in), in.readNumber())),
				type(9, GetView.class, (out, get) -> out.writeNumber(get.wantedView()),
						(in) -> new GetView(header(in), in.readNumber())),
				type(10, GetState.class, (out, get) -> out.writeNumber(get.fromOpNumber()),
						(in) -> new GetState(header(in), in.readNumber())),
				type(11, NewState.class, (out, state) -> {
					ValueCodec.write(out, state.parent());
					ValueCodec.write(out, state.entries());
					out.writeNumber(state.commitNumber());
				}, (in) -> new NewState(header(in), readViewstamp(in), readEntries(in), in.readNumber())),
				type(12, IncarnationRequest.class, (out, request) -> out.writeUuid(request.nonce()),
						(in) -> new IncarnationRequest(header(in), in.readUuid())),
				type(13, IncarnationResponse.class, (out, response) -> {
					out.writeUuid(response.nonce());
					ValueCodec.write(out, response.crashVector());
				}, (in) -> new IncarnationResponse(header(in), in.readUuid(), readCrashVector(in))),
				type(14, Recovery.class, (out, recovery) -> {
					out.writeUuid(recovery.nonce());
					ValueCodec.write(out, recovery.crashVector());
				}, (in) -> new Recovery(header(in), in.readUuid(), readCrashVector(in))),
				type(15, RecoveryResponse.class, (out, response) -> {
					out.writeUuid(response.nonce());
					ValueCodec.write(out, response.crashVector());
					ValueCodec.writeOptional(out, response.history());
					out.writeNumber(response.commitNumber());
				}, (in) -> new RecoveryResponse(header(in), in.readUuid(), readCrashVector(in), readOptionalHistory(in),
						in.readNumber())),
				type(16, Hello.class, (out, hello) -> {
					out.writeUuid(hello.boot());
					out.writeUuid(hello.nonce());
				}, (in) -> new Hello(header(in), in.readUuid(), in.readUuid())),
				type(17, HelloResponse.class, (out, response) -> {
					out.writeUuid(response.nonce());
					out.writeUuid(response.boot());
					out.writeUuid(response.token());
					out.writeEnum(response.standing());
					out.writeBoolean(response.mayForm());
				}, (in) -> new HelloResponse(header(in), in.readUuid(), in.readUuid(), in.readUuid(),
						in.readEnum(STANDINGS), in.readBoolean())),
				type(18, Propose.class, (out, propose) -> {
					ValueCodec.writeUuids(out, propose.boots());
					ValueCodec.writeUuids(out, propose.tokens());
				}, (in) -> new Propose(header(in), readUuids(in), readUuids(in))),
				type(19, Consent.class, PeerMessageCodec::writeNothing, (in) -> new Consent(header(in))),
				type(20, Withdraw.class, PeerMessageCodec::writeNothing, (in) -> new Withdraw(header(in))),
				type(21, ConfirmView.class, (out, confirm) -> {
					out.writeNumber(confirm.round());
					out.writeNumber(confirm.leaseNanos());
				}, (in) -> new ConfirmView(header(in), in.readNumber(), in.readNumber())),
				type(22, ConfirmViewOk.class, (out, ok) -> {
					out.writeNumber(ok.round());
					out.writeBoolean(ok.granted());
				}, (in) -> new ConfirmViewOk(header(in), in.readNumber(), in.readBoolean())),
				type(23, Forward.class, (out, forward) -> ClientMessageCodec.write(out, forward.message()),
						(in) -> new Forward(header(in), ClientMessageCodec.read(in))));
	}

	private static List<MessageType<? extends PeerMessage>> epochTypes() {
		return List.of(type(28, StartEpoch.class, (out, start) -> {
			GroupCodec.write(out, start.membership());
			ValueCodec.write(out, start.history());
		}, (in) -> new StartEpoch(header(in), GroupCodec.readMembership(in), readHistory(in))),
				type(29, EpochStarted.class, (out, started) -> out.writeBoolean(started.checked()),
						(in) -> new EpochStarted(header(in), in.readBoolean())),
				type(30, GetEpoch.class, PeerMessageCodec::writeNothing, (in) -> new GetEpoch(header(in))));
	}

	static <M extends PeerMessage> MessageType<M> type(int code, Class<M> type, BiConsumer<FrameWriter, M> body,
			FrameReader.Element<M> reader) {
		return new MessageType<>(code, type, (out, message) -> {
			ValueCodec.write(out, message.header());
			body.accept(out, message);
		}, reader);
	}

	private static Header header(FrameReader in) throws MalformedFrameException {
		return ValueCodec.readHeader(in);
	}

	private static void writeNothing(FrameWriter out, PeerMessage message) {
	}

}
