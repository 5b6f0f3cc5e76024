package dev.viewstamped.benchmark.sofajraft;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;

/**
 * The newest part of the log, in memory. SOFAJRaft has no such storage; that old entries
 * go stands for regular snapshots, without which the heap would fill up.
 */
final class MemoryLog implements LogStorage {

	private static final int KEPT = 100_000;

	private final ConcurrentSkipListMap<Long, LogEntry> entries = new ConcurrentSkipListMap<>();

	private volatile long first = 1;

	private ConfigurationManager configurations;

	@Override
	public boolean init(LogStorageOptions options) {
		this.configurations = options.getConfigurationManager();
		return true;
	}

	@Override
	public void shutdown() {
		this.entries.clear();
	}

	@Override
	public long getFirstLogIndex() {
		return this.first;
	}

	@Override
	public long getLastLogIndex() {
		Map.Entry<Long, LogEntry> last = this.entries.lastEntry();
		return (last != null) ? last.getKey() : this.first - 1;
	}

	@Override
	public LogEntry getEntry(long index) {
		return this.entries.get(index);
	}

	@Override
	@Deprecated
	public long getTerm(long index) {
		LogEntry entry = this.entries.get(index);
		return (entry != null) ? entry.getId().getTerm() : 0;
	}

	@Override
	public boolean appendEntry(LogEntry entry) {
		if (entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION) {
			this.configurations.add(new ConfigurationEntry(entry.getId(), new Configuration(entry.getPeers()),
					(entry.getOldPeers() != null) ? new Configuration(entry.getOldPeers()) : new Configuration()));
		}
		this.entries.put(entry.getId().getIndex(), entry);
		return true;
	}

	@Override
	public int appendEntries(List<LogEntry> added) {
		added.forEach(this::appendEntry);
		this.entries.headMap(getLastLogIndex() - KEPT).clear();
		return added.size();
	}

	@Override
	public boolean truncatePrefix(long kept) {
		this.entries.headMap(kept).clear();
		this.first = kept;
		return true;
	}

	@Override
	public boolean truncateSuffix(long kept) {
		this.entries.tailMap(kept, false).clear();
		return true;
	}

	@Override
	public boolean reset(long next) {
		this.entries.clear();
		this.first = next;
		return true;
	}

}
