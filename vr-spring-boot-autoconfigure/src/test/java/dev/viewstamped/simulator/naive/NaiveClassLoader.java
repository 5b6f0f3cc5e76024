package dev.viewstamped.simulator.naive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A world of its own for the project's classes, in which some of them are others. All
 * else is shared with the world of the test.
 */
final class NaiveClassLoader extends ClassLoader {

	private static final String OURS = "dev.viewstamped.";

	private final Map<String, byte[]> changed;

	NaiveClassLoader(Map<String, byte[]> changed) {
		super(NaiveClassLoader.class.getClassLoader());
		this.changed = changed;
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		if (!name.startsWith(OURS)) {
			return super.loadClass(name, resolve);
		}
		synchronized (getClassLoadingLock(name)) {
			Class<?> loaded = findLoadedClass(name);
			return (loaded != null) ? loaded : findClass(name);
		}
	}

	@Override
	protected Class<?> findClass(String name) throws ClassNotFoundException {
		byte[] bytes = this.changed.get(name);
		if (bytes == null) {
			bytes = original(name);
		}
		return defineClass(name, bytes, 0, bytes.length);
	}

	private byte[] original(String name) throws ClassNotFoundException {
		try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
			if (in == null) {
				throw new ClassNotFoundException(name);
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new ClassNotFoundException(name, ex);
		}
	}

}
