package dev.viewstamped.state;

import java.util.Map;
import java.util.TreeMap;

import dev.viewstamped.Digest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the format of {@link CheckpointCodec}.
 */
class CheckpointFormatTests {

	private final Digest format = new Ledger().codec.format("1");

	@Test
	void stateDoesNotCount() {
		assertThat(Ledger.of(100).codec.format("1")).isEqualTo(this.format);
	}

	@Test
	void formatOfTheProtocolCounts() {
		assertThat(new Ledger().codec.format("2")).isNotEqualTo(this.format);
	}

	@Test
	void formatOfValuesCounts() {
		Ledger other = new Ledger(new TextValueCodec() {

			@Override
			public String formatOf(Class<?> type) {
				return "another format of " + type;
			}

		});
		assertThat(other.codec.format("1")).isNotEqualTo(this.format);
	}

	@Test
	void mapsAndTheirTypesCount() {
		Digest one = format(Map.of("a", Integer.class));
		assertThat(format(Map.of("a", Integer.class))).isEqualTo(one);
		assertThat(format(Map.of("a", Long.class))).isNotEqualTo(one);
		assertThat(format(Map.of("b", Integer.class))).isNotEqualTo(one);
		assertThat(format(Map.of("a", Integer.class, "b", Long.class))).isNotEqualTo(one);
	}

	@Test
	void sectionsAndWhoWritesThemCount() {
		assertThat(sections(Map.of())).isEqualTo(this.format);
		Digest one = sections(Map.of("bean:a", "A"));
		assertThat(one).isNotEqualTo(this.format);
		assertThat(sections(Map.of("bean:a", "B"))).isNotEqualTo(one);
		assertThat(sections(Map.of("bean:b", "A"))).isNotEqualTo(one);
		assertThat(sections(Map.of("bean:a", "A"))).isEqualTo(one);
	}

	private static Digest format(Map<String, Class<?>> valueTypes) {
		ReplicatedMaps maps = new ReplicatedMaps(new TextValueCodec());
		valueTypes.forEach((name, type) -> maps.map(name, String.class, type));
		return maps.checkpointCodec().format("1");
	}

	private static Digest sections(Map<String, String> formats) {
		return new Ledger().maps.checkpointCodec(new TreeMap<>(formats)).format("1");
	}

}
