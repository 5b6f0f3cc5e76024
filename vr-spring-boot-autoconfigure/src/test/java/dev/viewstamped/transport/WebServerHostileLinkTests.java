package dev.viewstamped.transport;

/**
 * The same at the WebSockets of the web server, which are used where connections cannot
 * be taken over from it.
 */
class WebServerHostileLinkTests extends HostileLinkTests {

	@Override
	boolean takesOver() {
		return false;
	}

}
