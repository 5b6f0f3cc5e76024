package dev.viewstamped.service;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.Checkpointable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BeanSections}.
 */
class BeanSectionsTests {

	@Test
	void formatIsTheClassOfTheBeanAlsoBehindAProxy() {
		ProxyFactory interfaces = new ProxyFactory(new Counter());
		ProxyFactory classes = new ProxyFactory(new Counter());
		classes.setProxyTargetClass(true);
		assertThat(BeanSections.formats(new TreeMap<>(Map.of("plain", new Counter(), "interfaces",
				(Checkpointable) interfaces.getProxy(), "classes", (Checkpointable) classes.getProxy()))))
			.containsExactly(Map.entry("bean:classes", Counter.class.getName()),
					Map.entry("bean:interfaces", Counter.class.getName()),
					Map.entry("bean:plain", Counter.class.getName()));
	}

	static class Counter implements Checkpointable {

		@Override
		public void writeTo(OutputStream out) {
		}

		@Override
		public void readFrom(InputStream in) {
		}

	}

}
