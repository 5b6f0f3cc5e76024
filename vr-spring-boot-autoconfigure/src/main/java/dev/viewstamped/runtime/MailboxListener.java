package dev.viewstamped.runtime;

import dev.viewstamped.message.ClientMessage;
import dev.viewstamped.message.PeerMessage;
import dev.viewstamped.transport.ClientTransportListener;
import dev.viewstamped.transport.TransportListener;

/**
 * Puts what links receive, and what this application calls, into a mailbox. The loop is
 * woken once for all that a link's thread has read: any sooner, the two would run at the
 * expense of each other. Requests get less room than messages of members, so that they
 * cannot keep the group from agreeing on those it already has.
 */
final class MailboxListener implements TransportListener, ClientTransportListener {

	private static final int MAX_EVENTS = 1 << 16;

	private static final long MAX_LINKS = 4;

	private final Mailbox<Event> mailbox;

	private final long maxBytes;

	/**
	 * Create a listener.
	 * @param mailbox the mailbox
	 * @param maxLinkBytes how many bytes may wait on one link to be sent; in the mailbox,
	 * as many as on a few links
	 */
	MailboxListener(Mailbox<Event> mailbox, int maxLinkBytes) {
		this.mailbox = mailbox;
		this.maxBytes = MAX_LINKS * maxLinkBytes;
	}

	/**
	 * Take a call of this application.
	 * @param call the call
	 * @return {@code false} if there was no room for it
	 */
	boolean onCall(Event.Call call) {
		return this.mailbox.offer(call, MAX_EVENTS / 2, this.maxBytes / 2);
	}

	@Override
	public boolean onPeerMessage(PeerMessage message) {
		return add(new Event.FromPeer(message));
	}

	@Override
	public boolean onClientMessage(long link, ClientMessage message) {
		return this.mailbox.add(new Event.FromClient(link, message), MAX_EVENTS / 2, this.maxBytes / 2);
	}

	@Override
	public void onClientClosed(long link) {
		this.mailbox.put(new Event.ClientClosed(link));
	}

	@Override
	public void onPeerGone(int memberId) {
		this.mailbox.put(new Event.PeerGone(memberId));
	}

	@Override
	public void onStranger(int memberId) {
		this.mailbox.put(new Event.Stranger(memberId));
	}

	@Override
	public void onSuperseded(String why) {
		this.mailbox.put(new Event.Superseded(why));
	}

	@Override
	public boolean onMessage(int target, ClientMessage message) {
		return add(new Event.FromMember(target, message));
	}

	@Override
	public void onRead() {
		// The loop may have taken everything already, and sleep again
		if (!this.mailbox.isEmpty()) {
			this.mailbox.wake();
		}
	}

	private boolean add(Event event) {
		return this.mailbox.add(event, MAX_EVENTS, this.maxBytes);
	}

}
