package dev.viewstamped.service;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of the replicated service. It is not the application's, which may be tuned and
 * may differ between replicas: every setting that a result could depend on is fixed here,
 * and equal values give equal bytes.
 */
final class DeterministicJson {

	private DeterministicJson() {
	}

	static JsonMapper mapper() {
		SimpleModule module = new SimpleModule("viewstamped");
		module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
		OrderedSetModifier order = new OrderedSetModifier();
		module.setSerializerModifier(order);
		module.setValueInstantiators(new RecordInstantiators());
		// A buffer for each thread is cheaper than a pool of them for all
		JsonFactory factory = JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();
		JsonMapper mapper = JsonMapper.builder(factory)
			.addModule(module)
			.defaultLocale(Locale.ROOT)
			.defaultTimeZone(TimeZone.getTimeZone("UTC"))
			.enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
			.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
			.enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
			.disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
					DateTimeFeature.WRITE_DATE_KEYS_AS_TIMESTAMPS, DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
					DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
			.build();
		order.compareBy(mapper::writeValueAsBytes);
		return mapper;
	}

}
