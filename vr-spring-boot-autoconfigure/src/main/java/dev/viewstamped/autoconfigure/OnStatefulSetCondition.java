package dev.viewstamped.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches in a pod of a StatefulSet whose first pods are the first members of the group.
 */
class OnStatefulSetCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Pod of a StatefulSet");
		StatefulSetPod pod = StatefulSetPod.find(context.getEnvironment());
		if (pod == null) {
			return ConditionOutcome
				.noMatch(message.because("the name of the pod does not end with an ordinal, or no members are set"));
		}
		if (pod.addresses() == null) {
			return ConditionOutcome
				.noMatch(message.because("the members " + pod.firstMembers() + " are not the pods of StatefulSet '"
						+ pod.identity().pod().set() + "' in the order of their ordinals from 0, such as '"
						+ pod.identity().pod().set() + "-0.<service>:8080'"));
		}
		return ConditionOutcome.match(message.because("this is " + pod.identity().pod()));
	}

}
