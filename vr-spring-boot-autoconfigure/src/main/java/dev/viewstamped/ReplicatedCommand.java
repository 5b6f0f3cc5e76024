package dev.viewstamped;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a singleton bean that executes a {@link Command}: the up-call of VR
 * Revisited §4. It takes the command and, if it wants to, a {@link CommandContext}, and
 * returns the command's result.
 * <p>
 * The method runs on every replica, in the same order, one command at a time, and must be
 * deterministic: no clock, environment, random source, network or unordered collection
 * but those of the context. A {@code RuntimeException} is a result like any other: it is
 * the same on all replicas, undoes what this command changed in replicated maps, and
 * reaches the caller as {@link CommandFailedException}. An {@code Error} stops the
 * replica.
 * <p>
 * State belongs into {@link ReplicatedMap}s, or into a bean that is
 * {@link Checkpointable}: a replica that lags behind, or starts without state, gets
 * nothing else from the others (VR Revisited §5.1). A bean with such methods does not
 * start with state elsewhere where that can be seen: in a field that can be assigned a
 * plain value, or that holds an empty collection, an array or an atomic variable.
 * {@code transient} fields are taken for caches or metrics. What cannot be seen is state
 * inside of other objects that a field refers to: it is lost in the same way, without a
 * word.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ReplicatedCommand {

	/**
	 * Name of the command on the wire and in the log. It must stay the same for as long
	 * as a log may hold such a command. Empty: the simple name of the command's class.
	 * @return the name, at most 200 characters
	 */
	String value() default "";

}
