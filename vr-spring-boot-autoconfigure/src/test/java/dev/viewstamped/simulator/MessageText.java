package dev.viewstamped.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.viewstamped.message.CheckpointId;
import dev.viewstamped.message.CheckpointTaken;
import dev.viewstamped.message.Commit;
import dev.viewstamped.message.DoViewChange;
import dev.viewstamped.message.Entry;
import dev.viewstamped.message.EpochStarted;
import dev.viewstamped.message.Forward;
import dev.viewstamped.message.GetPages;
import dev.viewstamped.message.GetState;
import dev.viewstamped.message.GetView;
import dev.viewstamped.message.GroupFound;
import dev.viewstamped.message.Header;
import dev.viewstamped.message.HelloResponse;
import dev.viewstamped.message.History;
import dev.viewstamped.message.IncarnationResponse;
import dev.viewstamped.message.Join;
import dev.viewstamped.message.Membership;
import dev.viewstamped.message.Message;
import dev.viewstamped.message.NewCheckpoint;
import dev.viewstamped.message.NewPages;
import dev.viewstamped.message.NewState;
import dev.viewstamped.message.OperatorReply;
import dev.viewstamped.message.OperatorRequest;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.message.Ping;
import dev.viewstamped.message.Prepare;
import dev.viewstamped.message.PrepareOk;
import dev.viewstamped.message.PrimaryLocation;
import dev.viewstamped.message.QueryReply;
import dev.viewstamped.message.QueryRefused;
import dev.viewstamped.message.QueryRequest;
import dev.viewstamped.message.Recovery;
import dev.viewstamped.message.RecoveryResponse;
import dev.viewstamped.message.Refused;
import dev.viewstamped.message.Reply;
import dev.viewstamped.message.Request;
import dev.viewstamped.message.StartEpoch;
import dev.viewstamped.message.StartView;
import dev.viewstamped.message.StartViewChange;

/**
 * Messages as a reader of an event log wants them: short.
 */
final class MessageText {

	private MessageText() {
	}

	static String describe(Message message) {
		String name = message.getClass().getSimpleName();
		if (message instanceof PeerMessage peer) {
			Header header = peer.header();
			String epoch = (header.epoch() > 0) ? " e" + header.epoch() : "";
			return String.format("%s[g %s%s v%d i%d%s]", name, shortId(header.groupId().getMostSignificantBits()),
					epoch, header.view(), header.incarnation(), peerDetail(peer));
		}
		return name + clientDetail(message);
	}

	/**
	 * A number that differs where messages differ in what matters.
	 * @param message a message
	 * @return the number, the same in each run
	 */
	static long fingerprint(Message message) {
		if (message instanceof PeerMessage peer) {
			Header header = peer.header();
			long result = header.groupId().getLeastSignificantBits() + 31 * header.view() + 961 * header.incarnation()
					+ 29791 * header.epoch();
			if (peer instanceof Prepare prepare) {
				return result + 7 * prepare.parent().opNumber() + prepare.commitNumber() + entries(prepare.entries());
			}
			return (peer instanceof PrepareOk ok) ? result + 11 * ok.opNumber() : result;
		}
		if (message instanceof Reply reply) {
			return reply.requestNumber() + 31 * reply.viewstamp().opNumber();
		}
		return (message instanceof Request request) ? request.requestNumber() * 31 + request.attempt() : 0;
	}

	private static long entries(List<Entry> entries) {
		long result = 0;
		for (Entry entry : entries) {
			result = result * 31 + entry.opNumber() + entry.timestampNanos();
		}
		return result;
	}

	private static String peerDetail(PeerMessage message) {
		if (message instanceof Prepare prepare) {
			return " after " + prepare.parent() + " commit " + prepare.commitNumber() + text(prepare.entries());
		}
		if (message instanceof PrepareOk ok) {
			return " op " + ok.opNumber();
		}
		if (message instanceof Commit commit) {
			return " op " + commit.opNumber() + " commit " + commit.commitNumber();
		}
		if (message instanceof Ping ping) {
			return ping.normal() ? " normal" : "";
		}
		if (message instanceof StartViewChange change) {
			return change.entered() ? " entered" : " vote to leave";
		}
		if (message instanceof DoViewChange change) {
			return " cv " + change.crashVector() + " normal in v" + change.lastNormalView() + " "
					+ text(change.history()) + " commit " + change.commitNumber();
		}
		if (message instanceof StartView start) {
			return " cv " + start.crashVector() + " " + text(start.history()) + " commit " + start.commitNumber();
		}
		if (message instanceof GetView get) {
			return " wants v" + get.wantedView();
		}
		if (message instanceof GetState get) {
			return " from " + get.fromOpNumber();
		}
		if (message instanceof NewState state) {
			return " after " + state.parent() + " commit " + state.commitNumber() + text(state.entries());
		}
		String pages = pageDetail(message);
		if (!pages.isEmpty()) {
			return pages;
		}
		if (message instanceof Forward forward) {
			return " " + describe(forward.message());
		}
		return recoveryDetail(message);
	}

	private static String pageDetail(PeerMessage message) {
		if (message instanceof GetPages get) {
			return " of " + get.checkpoint().viewstamp() + ", " + get.pages().size() + " pages from "
					+ (get.pages().isEmpty() ? "none" : get.pages().get(0));
		}
		if (message instanceof NewPages pages) {
			return " of " + pages.checkpoint().viewstamp() + ", " + pages.pieces().size() + " pieces, "
					+ pages.pieces().stream().mapToInt((piece) -> piece.bytes().length).sum() + " bytes";
		}
		if (message instanceof NewCheckpoint checkpoint) {
			return " " + text(checkpoint.checkpoint());
		}
		return (message instanceof CheckpointTaken taken) ? " " + text(taken.checkpoint()) : "";
	}

	private static String text(CheckpointId checkpoint) {
		return checkpoint.viewstamp() + " " + checkpoint.digest().toString().substring(0, 4);
	}

	private static String recoveryDetail(PeerMessage message) {
		if (message instanceof HelloResponse response) {
			return " " + response.standing();
		}
		if (message instanceof IncarnationResponse response) {
			return " cv " + response.crashVector();
		}
		if (message instanceof Recovery recovery) {
			return " cv " + recovery.crashVector();
		}
		if (message instanceof RecoveryResponse response) {
			return " cv " + response.crashVector() + " commit " + response.commitNumber()
					+ ((response.history() != null) ? " " + text(response.history()) : "");
		}
		if (message instanceof StartEpoch start) {
			return " " + text(start.membership()) + " " + text(start.history());
		}
		return (message instanceof EpochStarted started && started.checked()) ? " checked" : "";
	}

	private static String text(Membership membership) {
		return "e" + membership.epoch() + " of "
				+ membership.configuration().members().stream().map((member) -> member.memberId()).toList()
				+ (membership.standbys().isEmpty() ? ""
						: " standbys " + membership.standbys().stream().map((standby) -> standby.memberId()).toList());
	}

	private static String clientDetail(Message message) {
		if (message instanceof Request request) {
			return String.format("[%s s%d n%d a%d #%d %s %s]", shortId(request.client().getMostSignificantBits()),
					request.session(), request.requestNumber(), request.acknowledged(), request.attempt(),
					request.operation(), text(request.payload()));
		}
		if (message instanceof Reply reply) {
			return String.format("[%s n%d %s %s]", shortId(reply.client().getMostSignificantBits()),
					reply.requestNumber(), reply.viewstamp(), reply.outcome());
		}
		if (message instanceof Refused refused) {
			return "[n" + refused.requestNumber() + " #" + refused.attempt() + " " + refused.reason() + "]";
		}
		if (message instanceof QueryRequest query) {
			return "[q" + query.queryNumber() + " " + query.consistency() + " " + text(query.payload()) + "]";
		}
		if (message instanceof QueryReply reply) {
			return "[q" + reply.queryNumber() + " op " + reply.opNumber() + " " + text(reply.result()) + "]";
		}
		if (message instanceof QueryRefused refused) {
			return "[q" + refused.queryNumber() + " " + refused.reason() + "]";
		}
		if (message instanceof PrimaryLocation location) {
			return "[v" + location.view() + " primary " + location.primary() + "]";
		}
		if (message instanceof Join join) {
			return "[" + join.address() + "]";
		}
		if (message instanceof GroupFound found) {
			return "[" + text(found.location().membership()) + "]";
		}
		if (message instanceof OperatorRequest request) {
			return "[#" + request.number() + " " + request.command() + " ends e" + request.expectedEpoch() + " "
					+ request.members() + "]";
		}
		if (message instanceof OperatorReply reply) {
			return "[#" + reply.number() + " " + reply.outcome() + " " + reply.message() + "]";
		}
		return "";
	}

	private static String text(History history) {
		StringBuilder text = new StringBuilder("log");
		for (History.Run run : history.runs()) {
			text.append(" v").append(run.view()).append(" to op ").append(run.lastOpNumber());
		}
		return text.toString();
	}

	private static String text(List<Entry> entries) {
		StringBuilder text = new StringBuilder();
		for (Entry entry : entries) {
			text.append(' ').append(entry.viewstamp()).append(' ').append(entry.operation().name().charAt(0));
		}
		return text.toString();
	}

	private static String text(byte[] payload) {
		String text = new String(payload, StandardCharsets.UTF_8);
		return (text.length() <= 40) ? text : text.substring(0, 40) + "(" + text.length() + ")";
	}

	private static String shortId(long bits) {
		return String.format("%04x", bits >>> 48);
	}

}
