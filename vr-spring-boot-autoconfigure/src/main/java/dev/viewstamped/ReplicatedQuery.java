package dev.viewstamped;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the method of a singleton bean that answers a {@link Query}. It takes the query
 * and returns its result. It may read replicated maps and must change nothing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ReplicatedQuery {

	/**
	 * Name of the query on the wire. Empty: the simple name of the query's class.
	 * @return the name, at most 200 characters
	 */
	String value() default "";

}
