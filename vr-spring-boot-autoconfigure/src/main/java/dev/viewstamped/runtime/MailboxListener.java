package dev.viewstamped.runtime;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.transport.ClientTransportListener;
import dev.viewstamped.transport.TransportListener;

/**
 * Puts what links receive into a mailbox. Clients get less room than members, so that
 * requests cannot keep the group from agreeing on those it already has.
 */
final class MailboxListener implements TransportListener, ClientTransportListener {

	/** How many events may wait in a mailbox. */
	static final int CAPACITY = 1 << 16;

	/** How many events may wait for a message of a client or a call to be taken. */
	static final int CLIENT_CAPACITY = CAPACITY / 2;

	private final Mailbox<Event> mailbox;

	MailboxListener(Mailbox<Event> mailbox) {
		this.mailbox = mailbox;
	}

	@Override
	public boolean onPeerMessage(PeerMessage message) {
		return this.mailbox.offer(new Event.FromPeer(message), CAPACITY);
	}

	@Override
	public boolean onClientMessage(long link, ClientMessage message) {
		return this.mailbox.offer(new Event.FromClient(link, message), CLIENT_CAPACITY);
	}

	@Override
	public void onClientClosed(long link) {
		this.mailbox.offer(new Event.ClientClosed(link), Integer.MAX_VALUE);
	}

	@Override
	public void onPeerGone(int memberId) {
		this.mailbox.offer(new Event.PeerGone(memberId), CAPACITY);
	}

	@Override
	public void onSuperseded(String why) {
		this.mailbox.offer(new Event.Superseded(why), Integer.MAX_VALUE);
	}

	@Override
	public boolean onMessage(int target, ClientMessage message) {
		return this.mailbox.offer(new Event.FromMember(target, message), CAPACITY);
	}

}
