package dev.viewstamped.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import dev.viewstamped.autoconfigure.VrProperties.Bootstrap;
import dev.viewstamped.autoconfigure.VrProperties.StorageMode;
import dev.viewstamped.client.ClientOptions;
import dev.viewstamped.message.Configuration;
import dev.viewstamped.message.Member;
import dev.viewstamped.replica.CheckpointOptions;
import dev.viewstamped.replica.ReplicaOptions;
import dev.viewstamped.runtime.JoinSettings;
import dev.viewstamped.runtime.StorageOpener;
import dev.viewstamped.state.StateMachine;
import dev.viewstamped.storage.DurableOptions;
import dev.viewstamped.storage.FileDirectory;
import dev.viewstamped.transport.MemberAddresses;
import dev.viewstamped.transport.TransportSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Makes the settings of replica, client and links from the properties.
 */
class NodeSettings {

	private static final Log logger = LogFactory.getLog(NodeSettings.class);

	private static final String APPLICATION_NAME = "spring.application.name";

	private static final int MAX_GROUP_LENGTH = 200;

	private static final int MAX_BATCH_BYTES = 512 * 1024;

	private static final long MAX_REPLY_BYTES = 64L * 1024 * 1024;

	private static final long CHECKPOINT_BYTES = 64L * 1024 * 1024;

	private static final Duration CHECKPOINT_PAUSE = Duration.ofMillis(200);

	private static final int PAGE_BYTES = 512 * 1024;

	private static final long TRANSFER_BYTES_PER_SECOND = 32L * 1024 * 1024;

	private static final int SMALLEST_QUEUE_BYTES = 32 * 1024 * 1024;

	private static final int LARGEST_COMMANDS_PER_QUEUE = 8;

	private static final int RETRIES_PER_VIEW_CHANGE_TIMEOUT = 8;

	private static final int LOCATIONS_PER_VIEW_CHANGE_TIMEOUT = 2;

	private static final Duration MIN_SESSION_IDLE = Duration.ofMinutes(1);

	private static final Duration ACKNOWLEDGE_AFTER = Duration.ofSeconds(2);

	private static final Duration SHORTEST_IO_TIMEOUT = Duration.ofSeconds(2);

	private final VrProperties properties;

	private final VrConnectionDetails connectionDetails;

	private final Environment environment;

	private final @Nullable SslBundles sslBundles;

	NodeSettings(VrProperties properties, VrConnectionDetails connectionDetails, Environment environment,
			@Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.environment = environment;
		this.sslBundles = sslBundles;
	}

	/**
	 * Whether the member list is that of the properties.
	 * @return {@code false} if the application has connection details of its own
	 */
	boolean fromProperties() {
		return this.connectionDetails instanceof PropertiesVrConnectionDetails;
	}

	List<MemberEntry> members() {
		String source = VrConnectionDetails.class.getSimpleName();
		if (fromProperties()) {
			source = this.properties.members().isEmpty() ? "vr.address" : "vr.members";
		}
		List<String> members = this.connectionDetails.getMembers();
		if (members.isEmpty()) {
			throw new InvalidVrConfigurationException(source, null, "a group needs at least one member",
					"Return one address for each member, with port 0 for one that is not known yet.");
		}
		boolean unknownPorts = this.properties.members().isEmpty() || !fromProperties();
		return MemberEntry.parseAll(source, members, unknownPorts);
	}

	int memberId(List<MemberEntry> members, Set<String> localHosts) {
		return new MemberIdResolver(this.environment, localHosts).resolve(members, this.properties.memberId(),
				this.properties.address());
	}

	/**
	 * Warn if this machine's entry in the member list has a port on which this
	 * application does not listen. Something between may forward it, so it is no error.
	 * @param own the entry
	 * @param memberId its position
	 */
	void warnOfOtherPort(MemberEntry own, int memberId) {
		int serverPort = this.environment.getProperty("server.port", Integer.class, 8080);
		if (this.properties.address() == null && own.port() > 0 && serverPort > 0 && own.port() != serverPort) {
			logger.warn("Member " + memberId + " is '" + own.hostAndPort() + "', but this application listens on port "
					+ serverPort + ": the other members will not reach it unless something forwards the port. "
					+ "Check 'vr.member-id', 'vr.members' and 'server.port'");
		}
	}

	MemberAddresses addresses() {
		return addresses(this.connectionDetails);
	}

	private MemberAddresses addresses(VrConnectionDetails details) {
		boolean secure = this.properties.transport().sslBundle() != null;
		return new ConnectionAddresses(details, secure, path());
	}

	/**
	 * Whether this replica asks a running group for a place.
	 * @return {@code true} if it is not a member of the first configuration
	 */
	boolean joins() {
		return !this.properties.join().isEmpty();
	}

	/**
	 * The addresses of a first configuration that this replica knows nothing of.
	 * @return the addresses
	 */
	MemberAddresses noAddresses() {
		return addresses(List::of);
	}

	/**
	 * How this replica asks a running group for a place.
	 * @return the settings
	 */
	JoinSettings join() {
		List<MemberEntry> seeds = MemberEntry.parseAll("vr.join", this.properties.join(), false);
		return new JoinSettings(
				new JoinAddress(this.properties.address(), seeds, this.environment, LocalHosts::hostName),
				addresses(this.properties::join));
	}

	private String path() {
		return trim(this.environment.getProperty("server.servlet.context-path"))
				+ trim(this.environment.getProperty("spring.mvc.servlet.path")) + this.properties.transport().path();
	}

	private static String trim(@Nullable String path) {
		String trimmed = StringUtils.trimTrailingCharacter((path != null) ? path : "", '/');
		return (trimmed.isEmpty() || trimmed.startsWith("/")) ? trimmed : "/" + trimmed;
	}

	/**
	 * Settings of a replica that has no place in its group yet.
	 * @param boot identity of this process
	 * @return the settings, in which the configuration is nothing but this process
	 */
	ReplicaOptions newReplica(UUID boot) {
		return replica(List.of(new Member(0, join().address().get())), 0, boot, false);
	}

	ReplicaOptions replica(List<MemberEntry> entries, int memberId, UUID boot) {
		List<Member> members = new ArrayList<>();
		for (MemberEntry entry : entries) {
			members.add(new Member(members.size(), entry.hostAndPort()));
		}
		return replica(members, memberId, boot, this.properties.bootstrap() == Bootstrap.AUTO);
	}

	private ReplicaOptions replica(List<Member> members, int memberId, UUID boot, boolean mayForm) {
		VrProperties.Timing timing = this.properties.timing();
		return new ReplicaOptions(memberId, boot, new Configuration(0, members), mayForm,
				timing.heartbeatInterval().toNanos(), timing.viewChangeTimeout().toNanos(),
				this.properties.pipeline().maxRequests(), this.properties.pipeline().maxBatch(), MAX_BATCH_BYTES,
				this.properties.client().window(), this.properties.client().maxSessions(), MAX_REPLY_BYTES,
				MIN_SESSION_IDLE.toNanos(), commandBytes(), checkpoints())
			.withLeases(this.properties.reads().lease());
	}

	private CheckpointOptions checkpoints() {
		VrProperties.Log log = this.properties.log();
		return new CheckpointOptions(this.properties.checkpoint().interval(), CHECKPOINT_BYTES,
				CHECKPOINT_PAUSE.toNanos(), log.maxEntries(), log.maxSize().toBytes(), PAGE_BYTES,
				TRANSFER_BYTES_PER_SECOND);
	}

	/**
	 * Where the replica keeps its promises.
	 * @param stateMachine the service, which reads and writes checkpoints
	 * @return what opens the storage; {@code null} in memory mode
	 */
	@Nullable StorageOpener storage(StateMachine stateMachine) {
		if (this.properties.storage().mode() == StorageMode.MEMORY) {
			return null;
		}
		Path path = this.properties.storage().directory();
		return new StorageOpener(group(), () -> FileDirectory.open(path), stateMachine::checkpointCodec,
				DurableOptions.defaults());
	}

	ClientOptions client() {
		long viewChangeTimeoutNanos = this.properties.timing().viewChangeTimeout().toNanos();
		return new ClientOptions(this.properties.client().window(), this.properties.pipeline().maxRequests(),
				commandBytes(), viewChangeTimeoutNanos / RETRIES_PER_VIEW_CHANGE_TIMEOUT, ACKNOWLEDGE_AFTER.toNanos(),
				viewChangeTimeoutNanos / LOCATIONS_PER_VIEW_CHANGE_TIMEOUT);
	}

	TransportSettings transport(int memberId, int memberCount, UUID boot) {
		Duration viewChangeTimeout = this.properties.timing().viewChangeTimeout();
		Duration ioTimeout = (viewChangeTimeout.compareTo(SHORTEST_IO_TIMEOUT) > 0) ? viewChangeTimeout
				: SHORTEST_IO_TIMEOUT;
		int queueBytes = Math.max(SMALLEST_QUEUE_BYTES, LARGEST_COMMANDS_PER_QUEUE * commandBytes());
		return new TransportSettings(group(), memberId, boot, memberCount, this.properties.transport().secret(),
				sslContext(), commandBytes(), queueBytes, ioTimeout);
	}

	String group() {
		String group = this.properties.group();
		if (group != null) {
			return checked("vr.group", group);
		}
		String application = this.environment.getProperty(APPLICATION_NAME);
		return StringUtils.hasText(application) ? checked(APPLICATION_NAME, application) : "vr";
	}

	private static String checked(String property, String group) {
		if (group.length() > MAX_GROUP_LENGTH) {
			throw new InvalidVrConfigurationException(property, group.substring(0, MAX_GROUP_LENGTH) + "…",
					"the name of a replica group has at most " + MAX_GROUP_LENGTH + " characters",
					"Set 'vr.group' to a shorter name, the same on all members and clients.");
		}
		return group;
	}

	int commandBytes() {
		return Math.toIntExact(this.properties.limits().commandSize().toBytes());
	}

	private @Nullable SSLContext sslContext() {
		String bundle = this.properties.transport().sslBundle();
		return (bundle != null && this.sslBundles != null) ? this.sslBundles.getBundle(bundle).createSslContext()
				: null;
	}

}
