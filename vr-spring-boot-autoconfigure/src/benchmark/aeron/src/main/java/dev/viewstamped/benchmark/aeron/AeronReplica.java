package dev.viewstamped.benchmark.aeron;

import java.nio.file.Path;
import java.util.function.Supplier;

import dev.viewstamped.benchmark.Parent;
import dev.viewstamped.benchmark.Settings;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusteredMediaDriver;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ShutdownSignalBarrier;

/**
 * Media driver, archive, consensus module and service of one Aeron Cluster member.
 * Nothing is forced to the disk.
 */
public final class AeronReplica {

	private static final String LOCAL_CONTROL = "aeron:ipc?term-length=64k";

	private static final String ANY_PORT = "aeron:udp?endpoint=127.0.0.1:0";

	private AeronReplica() {
	}

	/**
	 * Start a member.
	 * @param args its id
	 */
	public static void main(String[] args) {
		Parent.follow();
		int id = Integer.parseInt(args[0]);
		Path data = Settings.data().resolve("member-" + id);
		String directory = data.resolve("driver").toString();
		Supplier<IdleStrategy> idle = Endpoints.idle();
		Archive.Context archive = archive(id, data).aeronDirectoryName(directory);
		AeronArchive.Context archiveClient = new AeronArchive.Context().aeronDirectoryName(directory)
			.lock(null)
			.controlRequestChannel(archive.localControlChannel())
			.controlRequestStreamId(archive.localControlStreamId())
			.controlResponseChannel(LOCAL_CONTROL);
		ConsensusModule.Context consensus = consensus(id, data).aeronDirectoryName(directory)
			.archiveContext(archiveClient.clone());
		MediaDriver.Context media = new MediaDriver.Context().aeronDirectoryName(directory)
			.threadingMode(ThreadingMode.SHARED)
			.sharedIdleStrategy(idle.get())
			.dirDeleteOnStart(true);
		ClusteredServiceContainer.Context service = new ClusteredServiceContainer.Context()
			.aeronDirectoryName(directory)
			.clusterDir(data.resolve("cluster").toFile())
			.archiveContext(archiveClient.clone())
			.idleStrategySupplier(idle)
			.clusteredService(new StoreService());
		ShutdownSignalBarrier barrier = new ShutdownSignalBarrier();
		ClusteredMediaDriver.launch(media, archive, consensus);
		ClusteredServiceContainer.launch(service);
		barrier.await();
	}

	private static Archive.Context archive(int id, Path data) {
		return new Archive.Context().archiveDir(data.resolve("archive").toFile())
			.controlChannel("aeron:udp?endpoint=" + Endpoints.endpoint(id, Endpoints.ARCHIVE))
			.localControlChannel(LOCAL_CONTROL)
			.replicationChannel(ANY_PORT)
			.recordingEventsEnabled(false)
			.threadingMode(ArchiveThreadingMode.SHARED)
			.idleStrategySupplier(Endpoints.idle())
			.fileSyncLevel(0)
			.catalogFileSyncLevel(0);
	}

	private static ConsensusModule.Context consensus(int id, Path data) {
		return new ConsensusModule.Context().clusterDir(data.resolve("cluster").toFile())
			.clusterMemberId(id)
			.clusterMembers(Endpoints.members())
			.ingressChannel("aeron:udp?term-length=1m")
			.replicationChannel(ANY_PORT)
			.idleStrategySupplier(Endpoints.idle())
			.fileSyncLevel(0);
	}

}
