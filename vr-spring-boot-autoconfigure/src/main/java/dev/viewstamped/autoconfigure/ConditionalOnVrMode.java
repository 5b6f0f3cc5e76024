package dev.viewstamped.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Conditional;

/**
 * Matches when {@code vr.mode} has a certain value. A value that is no mode ends the
 * start.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Conditional(OnVrModeCondition.class)
@interface ConditionalOnVrMode {

	/**
	 * The mode.
	 * @return the mode
	 */
	VrProperties.Mode value();

}
