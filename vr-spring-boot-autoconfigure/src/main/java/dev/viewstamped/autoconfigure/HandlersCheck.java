package dev.viewstamped.autoconfigure;

import java.util.List;

import dev.viewstamped.service.MissingHandlersException;
import dev.viewstamped.service.ServiceStateMachine;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;

/**
 * Ends the start of a replica that has nothing to replicate, or state that would get
 * lost. Comes after the registry has found the handlers, because its bean is defined
 * later, and before anything with a life cycle starts.
 */
class HandlersCheck implements SmartInitializingSingleton {

	private final ServiceStateMachine stateMachine;

	private final BeanFactory beanFactory;

	HandlersCheck(ServiceStateMachine stateMachine, BeanFactory beanFactory) {
		this.stateMachine = stateMachine;
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!this.stateMachine.hasHandlers()) {
			boolean known = AutoConfigurationPackages.has(this.beanFactory);
			throw new MissingHandlersException(known ? AutoConfigurationPackages.get(this.beanFactory) : List.of());
		}
		this.stateMachine.checkState();
	}

}
