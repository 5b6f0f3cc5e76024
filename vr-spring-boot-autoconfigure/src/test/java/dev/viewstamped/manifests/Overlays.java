package dev.viewstamped.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The overlays of {@code k8s/}, and the production overlay with all that it offers.
 */
final class Overlays {

	private static final Path ROOT = Path.of("..", "k8s").toAbsolutePath().normalize();

	private static final String WITH_ALL = "production-with-all";

	private Overlays() {
	}

	/**
	 * Find an overlay.
	 * @param name its name
	 * @param scratch where a copy may be made
	 * @return its directory
	 */
	static Path directory(String name, Path scratch) {
		return WITH_ALL.equals(name) ? copyOf(name, scratch) : ROOT.resolve("overlays").resolve(name);
	}

	/**
	 * Copy {@code k8s/} to the directory of that name.
	 * @param name name of an overlay
	 * @param scratch where the copy goes
	 * @return directory of the overlay there
	 */
	static Path copyOf(String name, Path scratch) {
		Path overlays = scratch.resolve("k8s").resolve("overlays");
		copy(ROOT, scratch.resolve("k8s"));
		if (!WITH_ALL.equals(name)) {
			return overlays.resolve(name);
		}
		Path production = overlays.resolve("production");
		edit(production.resolve("kustomization.yaml"), "# - ../../components/", "- ../../components/");
		return production;
	}

	/**
	 * Replace text in a file that has it.
	 */
	static void edit(Path file, String before, String after) {
		try {
			String text = Files.readString(file);
			if (!text.contains(before)) {
				throw new IllegalArgumentException("There is no '" + before + "' in " + file);
			}
			Files.writeString(file, text.replace(before, after));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void copy(Path from, Path to) {
		try {
			Files.walkFileTree(from, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
						throws IOException {
					Files.createDirectories(to.resolve(from.relativize(directory)));
					return FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
					Files.copy(file, to.resolve(from.relativize(file)));
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
