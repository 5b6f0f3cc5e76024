package dev.viewstamped.simulator.naive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Compiles sources that are not in any file against the classes of the running test.
 */
final class SourceCompiler {

	private SourceCompiler() {
	}

	/**
	 * Compile some classes.
	 * @param sources the text of each, by the name of its top-level class
	 * @return the bytes of each class, nested ones included, by its name
	 */
	static Map<String, byte[]> compile(Map<String, String> sources) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		List<JavaFileObject> texts = new ArrayList<>();
		sources.forEach((name, text) -> texts.add(new Text(name, text)));
		try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, UTF_8);
				Classes classes = new Classes(files)) {
			List<String> options = List.of("-proc:none", "-nowarn", "-classpath", classPath());
			if (!compiler.getTask(null, classes, problems, options, null, texts).call()) {
				throw new IllegalArgumentException("The naive rule does not compile: " + problems.getDiagnostics());
			}
			return classes.bytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static final class Text extends SimpleJavaFileObject {

		private final String text;

		Text(String className, String text) {
			super(URI.create("string:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

	private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {

		private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

		Classes(JavaFileManager files) {
			super(files);
		}

		@Override
		public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
				FileObject sibling) {
			return new SimpleJavaFileObject(URI.create("bytes:///" + className.replace('.', '/')), kind) {

				@Override
				public OutputStream openOutputStream() {
					ByteArrayOutputStream bytes = new ByteArrayOutputStream();
					Classes.this.written.put(className, bytes);
					return bytes;
				}

			};
		}

		Map<String, byte[]> bytes() {
			Map<String, byte[]> bytes = new TreeMap<>();
			this.written.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
			return bytes;
		}

	}

}
