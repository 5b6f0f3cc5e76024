package dev.viewstamped.autoconfigure;

import dev.viewstamped.autoconfigure.VrProperties.Mode;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Compares {@code vr.mode} with {@link ConditionalOnVrMode}. With a value that is no mode
 * no such condition would match, and the application would miss beans without a hint of
 * the reason: so it is refused here.
 */
class OnVrModeCondition extends SpringBootCondition {

	private static final String PROPERTY = "vr.mode";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Mode wanted = metadata.getAnnotations().get(ConditionalOnVrMode.class).getEnum("value", Mode.class);
		Mode mode = mode(Binder.get(context.getEnvironment()));
		ConditionMessage message = ConditionMessage.forCondition(ConditionalOnVrMode.class, wanted)
			.because("'" + PROPERTY + "' is " + mode);
		return new ConditionOutcome(mode == wanted, message);
	}

	private static Mode mode(Binder binder) {
		try {
			return binder.bind(PROPERTY, Mode.class).orElse(Mode.REPLICA);
		}
		catch (BindException ex) {
			throw new InvalidVrConfigurationException(PROPERTY, binder.bind(PROPERTY, String.class).orElse(""),
					"there is no such mode",
					"Use 'vr.mode=replica' for an application that runs a replica, or 'vr.mode=client' for one that "
							+ "only talks to the group.");
		}
	}

}
