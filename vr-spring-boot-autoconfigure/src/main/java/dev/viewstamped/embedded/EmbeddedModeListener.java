package dev.viewstamped.embedded;

import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.ClassUtils;

/**
 * Makes an application that asks for replicas in its own JVM the first of them. Does
 * nothing in a context that is a member already.
 */
class EmbeddedModeListener implements ApplicationListener<ApplicationContextInitializedEvent> {

	private static final int DEFAULT_PORT = 8080;

	private static final boolean WEB_SERVER_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.web.server.context.WebServerApplicationContext",
			EmbeddedModeListener.class.getClassLoader());

	private final Log logger = LogFactory.getLog(EmbeddedModeListener.class);

	@Override
	public void onApplicationEvent(ApplicationContextInitializedEvent event) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		if (context.getBeanFactory().containsSingleton(EmbeddedMember.BEAN_NAME)) {
			return;
		}
		int size = replicas(Binder.get(context.getEnvironment()));
		if (size < 2) {
			return;
		}
		if (!WEB_SERVER_PRESENT || !(context instanceof WebServerApplicationContext)) {
			this.logger.warn("Ignoring 'vr.embedded.replicas=" + size
					+ "': this application has no web server of its own, which the replicas need to reach each other");
			return;
		}
		becomeFirstMember(event, size);
	}

	private static int replicas(Binder binder) {
		boolean enabled = binder.bind("vr.enabled", Boolean.class).orElse(true);
		boolean client = "client".equalsIgnoreCase(binder.bind("vr.mode", String.class).orElse(""));
		if (!enabled || client || isSet(binder, "vr.members") || isSet(binder, "vr.join")) {
			return 0;
		}
		return binder.bind("vr.embedded.replicas", Integer.class).orElse(0);
	}

	private static boolean isSet(Binder binder, String property) {
		return !binder.bind(property, Bindable.listOf(String.class)).orElse(List.of()).isEmpty();
	}

	private static void becomeFirstMember(ApplicationContextInitializedEvent event, int size) {
		ConfigurableApplicationContext context = event.getApplicationContext();
		ConfigurableEnvironment environment = context.getEnvironment();
		Binder binder = Binder.get(environment);
		int port = binder.bind("server.port", Integer.class).orElse(DEFAULT_PORT);
		int[] ports = new int[size];
		for (int memberId = 0; memberId < size; memberId++) {
			ports[memberId] = (port > 0) ? port + memberId : port;
		}
		EmbeddedGroup group = new EmbeddedGroup(host(binder), ports);
		EmbeddedLaunch launch = new EmbeddedLaunch(group, event.getSpringApplication(), event.getArgs(), environment);
		new EmbeddedMember(group, 0, Map.of("server.port", port), List.of()).initialize(context);
		context.getBeanFactory().registerSingleton(EmbeddedLaunch.BEAN_NAME, launch);
	}

	private static String host(Binder binder) {
		String address = binder.bind("server.address", String.class).orElse("");
		if (address.isEmpty() || address.equals("0.0.0.0") || address.equals("::")) {
			return "localhost";
		}
		return (address.indexOf(':') >= 0) ? "[" + address + "]" : address;
	}

}
