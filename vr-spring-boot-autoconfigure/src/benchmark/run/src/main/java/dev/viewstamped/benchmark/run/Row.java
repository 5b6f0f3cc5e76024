package dev.viewstamped.benchmark.run;

import java.util.List;

/**
 * One way to use one system: by default, writes of 128 bytes to three replicas from a
 * process of its own.
 */
final class Row {

	private static final String ROOT = "dev.viewstamped.benchmark.";

	private static final int VALUE_BYTES = 128;

	private final String name;

	private final String module;

	private final String replica;

	private final String kv;

	private final String settings;

	private int replicas = 3;

	private Place place = Place.LOAD;

	private boolean onDisk;

	private boolean reads;

	private int valueBytes = VALUE_BYTES;

	private int maxClients = Integer.MAX_VALUE;

	private List<String> arguments = List.of();

	private List<String> flags = List.of();

	private Fault fault = Fault.NONE;

	/**
	 * Create a row.
	 * @param name its name
	 * @param module directory of the system's module
	 * @param replica class that runs a replica, below the root package
	 * @param kv class that the load uses, below the root package
	 * @param settings what a reader of the table must know
	 */
	Row(String name, String module, String replica, String kv, String settings) {
		this.name = name;
		this.module = module;
		this.replica = ROOT + replica;
		this.kv = ROOT + kv;
		this.settings = settings;
	}

	String name() {
		return this.name;
	}

	String module() {
		return this.module;
	}

	String replica() {
		return this.replica;
	}

	String kv() {
		return this.kv;
	}

	String settings() {
		return this.settings;
	}

	int replicas() {
		return this.replicas;
	}

	Row replicas(int number) {
		this.replicas = number;
		return this;
	}

	Place place() {
		return this.place;
	}

	Row place(Place value) {
		this.place = value;
		return this;
	}

	boolean isOnDisk() {
		return this.onDisk;
	}

	/**
	 * Give the replicas a directory on a disk even where there is one in memory.
	 */
	Row onDisk() {
		this.onDisk = true;
		return this;
	}

	boolean isReads() {
		return this.reads;
	}

	/**
	 * Read instead of write.
	 */
	Row reads() {
		this.reads = true;
		return this;
	}

	int valueBytes() {
		return this.valueBytes;
	}

	Row valueBytes(int bytes) {
		this.valueBytes = bytes;
		return this;
	}

	int maxClients() {
		return this.maxClients;
	}

	Row maxClients(int number) {
		this.maxClients = number;
		return this;
	}

	List<String> arguments() {
		return this.arguments;
	}

	/**
	 * Arguments of each replica, after its id.
	 */
	Row arguments(String... values) {
		this.arguments = List.of(values);
		return this;
	}

	List<String> flags() {
		return this.flags;
	}

	/**
	 * Flags of all JVMs of the system.
	 */
	Row flags(String... values) {
		this.flags = List.of(values);
		return this;
	}

	Fault fault() {
		return this.fault;
	}

	Row fault(Fault value) {
		this.fault = value;
		return this;
	}

}
