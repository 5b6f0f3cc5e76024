package dev.viewstamped.sample.config;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * What surrounds the controllers.
 */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

	@Bean
	FilterRegistrationBean<ApiFilter> apiFilter(VrHeaders headers,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver exceptions) {
		FilterRegistrationBean<ApiFilter> registration = new FilterRegistrationBean<>(
				new ApiFilter(headers, exceptions));
		registration.addUrlPatterns("/api/*", "/config-server/*");
		return registration;
	}

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat(ObjectProvider<VrHeaders> headers) {
		return (factory) -> factory.addContextCustomizers(
				(context) -> context.getParent().getPipeline().addValve(new ProblemReportValve(headers)));
	}

}
