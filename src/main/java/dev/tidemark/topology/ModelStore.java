package dev.tidemark.topology;

import dev.tidemark.event.ModelTable;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A {@link ModelTable} with a row for each winning registration behind it. */
final class ModelStore {

  private final KeyValueStore<Bytes, byte[]> store;
  private final ModelTable<Registration> table = new ModelTable<>();

  ModelStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
    try (KeyValueIterator<Bytes, byte[]> rows = store.all()) {
      while (rows.hasNext()) {
        table.put(Registration.read(new ByteReader(rows.next().value)));
      }
    }
  }

  ModelTable<Registration> table() {
    return table;
  }

  /** The registration in force as the store holds it; null without one. */
  Registration stored(String model) {
    byte[] row = store.get(key(model));
    return row == null ? null : Registration.read(new ByteReader(row));
  }

  /** As {@link ModelTable#put}, and kept. */
  Set<String> put(Registration registration) {
    Set<String> touched = table.put(registration);
    if (touched != null) {
      ByteWriter row = new ByteWriter();
      registration.write(row);
      store.put(key(registration.model()), row.toBytes());
    }
    return touched;
  }

  private static Bytes key(String model) {
    return Bytes.wrap(new ByteWriter().bare(model).toBytes());
  }
}
