package dev.tidemark.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write-buffer budget for all stores of the process. Without it each store
 * of each partition takes 50 MB and 48 MB of its own.
 */
public final class SharedRocksMemory implements RocksDBConfigSetter {

  /** Setting of the application: rows of one store of one partition in memory, in bytes. */
  static final String WRITE_BUFFER = "tidemark.write.buffer.bytes";

  private static final long BLOCKS = 192L << 20;
  private static final long WRITE_BUFFERS = 96L << 20;

  static {
    RocksDB.loadLibrary();
  }

  private static final Cache CACHE = new LRUCache(BLOCKS, -1, false, 0.1);
  private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, CACHE);

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(CACHE);
    // Index and filter blocks count against the cache too, or they would grow unseen.
    table.setCacheIndexAndFilterBlocks(true);
    // In parts: a file of some millions of rows has a filter larger than a shard of the cache, and
    // would be read and checked whole for each row that is looked up.
    table.setIndexType(IndexType.kTwoLevelIndexSearch);
    table.setPartitionFilters(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setTableFormatConfig(table);
    options.setWriteBufferManager(BUFFERS);
    if (configs.get(WRITE_BUFFER) instanceof Integer bytes) {
      options.setWriteBufferSize(bytes);
    }
    // Names repeat from row to row: this halves the ledger on disk for little time.
    options.setCompressionType(CompressionType.LZ4_COMPRESSION);
  }

  @Override
  public void close(String storeName, Options options) {
    // Cache and budget are shared and live as long as the process.
  }
}
