package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Winning registrations as rows of a store. */
final class ModelStore implements ModelTable.Winners<Registration> {

  private final KeyValueStore<Bytes, byte[]> rows;

  ModelStore(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /**
   * A table over the rows of a store. Of registrations without aliases nothing is in memory: every
   * partition has all of them.
   */
  static ModelTable<Registration> table(KeyValueStore<Bytes, byte[]> rows) {
    ModelTable<Registration> table = new ModelTable<>(new ModelStore(rows));
    try (KeyValueIterator<Bytes, byte[]> all = rows.all()) {
      while (all.hasNext()) {
        table.claim(Registration.read(new ByteReader(all.next().value)));
      }
    }
    return table;
  }

  @Override
  public Registration get(String model) {
    byte[] row = rows.get(key(model));
    return row == null ? null : Registration.read(new ByteReader(row));
  }

  @Override
  public void put(Registration registration) {
    ByteWriter row = new ByteWriter();
    registration.write(row);
    rows.put(key(registration.model()), row.toBytes());
  }

  private static Bytes key(String model) {
    return Bytes.wrap(new ByteWriter().bare(model).toBytes());
  }
}
