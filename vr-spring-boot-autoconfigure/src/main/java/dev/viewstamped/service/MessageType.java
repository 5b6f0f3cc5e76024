package dev.viewstamped.service;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * How one class of commands or queries, and its results, are written and read. Both ends
 * use the type of the result that the class declares, so that they agree.
 *
 * @param messageType the class
 * @param resultType the type of the result
 * @param messageWriter writes the command or query
 * @param messageReader reads the command or query
 * @param resultWriter writes the result
 * @param resultReader reads the result
 */
record MessageType(JavaType messageType, JavaType resultType, ObjectWriter messageWriter, ObjectReader messageReader,
		ObjectWriter resultWriter, ObjectReader resultReader) {

	/**
	 * The type of a class.
	 * @param mapper the mapper
	 * @param kind what the class is
	 * @param messageClass the class
	 * @return its type
	 * @throws IllegalArgumentException if the class does not say what its result is
	 */
	static MessageType of(JsonMapper mapper, HandlerKind kind, Class<?> messageClass) {
		Class<?> messageInterface = kind.messageInterface();
		ResolvableType declared = ResolvableType.forClass(messageClass).as(messageInterface).getGeneric(0);
		if (declared.resolve() == null) {
			throw new IllegalArgumentException(
					"%s does not say what its result is. Let it implement %s<...> with a type"
						.formatted(messageClass.getName(), messageInterface.getSimpleName()));
		}
		JavaType message = mapper.constructType(messageClass);
		JavaType result = message.findSuperType(messageInterface).containedType(0);
		return new MessageType(message, result, mapper.writerFor(message), mapper.readerFor(message),
				mapper.writerFor(result), mapper.readerFor(result));
	}

	String simpleName() {
		return this.messageType.getRawClass().getSimpleName();
	}

	String simpleResultName() {
		return this.resultType.getRawClass().getSimpleName();
	}

}
