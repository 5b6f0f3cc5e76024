package dev.viewstamped.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The process that started this one.
 */
public final class Parent {

	private Parent() {
	}

	/**
	 * End this process as soon as the parent does, so that nothing is left behind.
	 */
	public static void follow() {
		Thread thread = new Thread(() -> {
			readToEnd(System.in);
			Runtime.getRuntime().halt(0);
		}, "parent");
		thread.setDaemon(true);
		thread.start();
	}

	private static void readToEnd(InputStream in) {
		try {
			in.transferTo(OutputStream.nullOutputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
