package dev.viewstamped.benchmark.ours;

import dev.viewstamped.VrOperations;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The store over REST, and an endpoint that does nothing.
 */
@RestController
class ValueController {

	private final VrOperations operations;

	ValueController(VrOperations operations) {
		this.operations = operations;
	}

	@PutMapping("/values/{key}")
	String put(@PathVariable String key, @RequestBody String value) {
		return Long.toString(this.operations.execute(new Put(key, value)));
	}

	@PutMapping("/empty/{key}")
	String empty(@PathVariable String key, @RequestBody String value) {
		return "0";
	}

}
