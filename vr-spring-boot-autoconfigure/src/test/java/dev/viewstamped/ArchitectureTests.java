package dev.viewstamped;

import java.util.List;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the floors of the house: each package imports only packages below it.
 */
class ArchitectureTests {

	private static final String ROOT = "dev.viewstamped";

	/** Packages from the ground up; those in one list do not know each other. */
	private static final List<List<String>> FLOORS = List.of(List.of("message", "state"), List.of("replica"),
			List.of("client"), List.of("storage", "transport"), List.of("runtime"), List.of("service"),
			List.of("actuate", "kubernetes"), List.of("autoconfigure"), List.of("embedded"));

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void eachFloorImportsOnlyFloorsBelow() {
		for (int floor = 0; floor < FLOORS.size(); floor++) {
			for (String name : FLOORS.get(floor)) {
				String[] forbidden = FLOORS.subList(floor, FLOORS.size())
					.stream()
					.flatMap(List::stream)
					.filter((other) -> !other.equals(name))
					.map((other) -> ROOT + "." + other + "..")
					.toArray(String[]::new);
				if (forbidden.length > 0) {
					noClasses().that()
						.resideInAPackage(ROOT + "." + name + "..")
						.should()
						.dependOnClassesThat()
						.resideInAnyPackage(forbidden)
						.allowEmptyShould(true)
						.check(this.classes);
				}
			}
		}
	}

	@Test
	void rootPackageImportsNothingAbove() {
		noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".*..")
			.check(this.classes);
	}

	@Test
	void protocolAndClientImportOnlyTheJdk() {
		classes().that()
			.resideInAnyPackage(ROOT, ROOT + ".message..", ROOT + ".state..", ROOT + ".replica..", ROOT + ".client..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", ROOT, ROOT + ".message..", ROOT + ".state..",
					ROOT + ".replica..", ROOT + ".client..")
			.check(this.classes);
	}

	@Test
	void protocolReadsNoClockAndStartsNoThread() {
		noClasses().that()
			.resideInAnyPackage(ROOT + ".message..", ROOT + ".state..", ROOT + ".replica..", ROOT + ".client..")
			.should()
			.callMethod(System.class, "nanoTime")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.time.Clock")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.security.SecureRandom")
			.orShould()
			.callMethod(Thread.class, "start")
			.check(this.classes);
	}

	@Test
	void packagesFormNoCycle() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(this.classes);
	}

}
