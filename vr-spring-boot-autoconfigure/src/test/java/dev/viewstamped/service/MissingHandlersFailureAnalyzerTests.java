package dev.viewstamped.service;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MissingHandlersFailureAnalyzer}.
 */
class MissingHandlersFailureAnalyzerTests {

	@Test
	void analysisNamesAnnotationsAndScannedPackages() {
		FailureAnalysis analysis = analyze(List.of("com.example.shop"));
		assertThat(analysis.getDescription()).isEqualTo("This application runs a replica, but no bean has a method "
				+ "with @ReplicatedCommand or @ReplicatedQuery, so that it could execute nothing.");
		assertThat(analysis.getAction()).contains("@ReplicatedCommand", "@ReplicatedQuery")
			.contains("with @Component in the package com.example.shop or below it")
			.contains("'vr.mode=client'");
	}

	@Test
	void analysisWhereNothingIsScannedNamesNoPackage() {
		assertThat(analyze(List.of()).getAction()).contains("make their class a bean. An application");
	}

	private static FailureAnalysis analyze(List<String> packages) {
		MissingHandlersException failure = new MissingHandlersException(packages);
		return new MissingHandlersFailureAnalyzer().analyze(new IllegalStateException(failure), failure);
	}

}
