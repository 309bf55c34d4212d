package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.scoring.Period;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The alerts as they were last sent, and what people said of retractions. */
final class AlertStore {

  private static final char ALERT = 'a';
  private static final char TEXT = 'r';
  private static final Bytes COMPLETE = Bytes.wrap(new byte[] {'c'});

  private final KeyValueStore<Bytes, byte[]> store;

  AlertStore(KeyValueStore<Bytes, byte[]> store) {
    this.store = store;
  }

  /** What tells the alerts of one model apart. */
  record Key(AlertRule rule, AlertBoard board, Period period) {

    static Key of(Alert alert) {
      return new Key(alert.getRule(), alert.getBoard(), Period.parse(alert.getPeriod()));
    }

    /** The key of the alert's record. */
    String text(String model) {
      return rule.name() + '|' + model + '|' + board.name().toLowerCase(Locale.ROOT) + '|' + period;
    }
  }

  /**
   * An alert as it was last sent.
   *
   * @param withdrawn what had been withdrawn when it fired: result versions by retraction
   */
  record Sent(Alert alert, Map<String, Long> withdrawn) {}

  /** All alerts of a model. */
  Map<Key, Sent> of(String model) {
    byte[] from = new ByteWriter().octet(ALERT).bare(model).octet('|').toBytes();
    byte[] to = from.clone();
    to[to.length - 1]++;
    Map<Key, Sent> alerts = new HashMap<>();
    try (KeyValueIterator<Bytes, byte[]> rows = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
      while (rows.hasNext()) {
        Sent sent = read(rows.next().value);
        alerts.put(Key.of(sent.alert()), sent);
      }
    }
    return alerts;
  }

  /**
   * The next model with an alert in the order of the rows; null after the last.
   *
   * @param model null for the first
   */
  String modelAfter(String model) {
    return TallyParts.modelAfter(store, ALERT, model);
  }

  void put(String model, Key key, Sent sent) {
    ByteWriter row = new ByteWriter(512).number(sent.withdrawn().size());
    sent.withdrawn().forEach((retraction, versions) -> row.text(retraction).number(versions));
    row.raw(EventCodec.encode(sent.alert()));
    store.put(row(model, key), row.toBytes());
  }

  private static Bytes row(String model, Key key) {
    return Bytes.wrap(
        new ByteWriter().octet(ALERT).bare(model).octet('|').bare(key.text("")).toBytes());
  }

  /** Whether what an application of another name has sent has been put here too. */
  boolean complete() {
    return store.get(COMPLETE) != null;
  }

  void setComplete() {
    store.put(COMPLETE, new byte[0]);
  }

  boolean has(String model, Key key) {
    return store.get(row(model, key)) != null;
  }

  void putText(Withdrawal withdrawal) {
    store.put(
        textKey(withdrawal.id().name()),
        new ByteWriter().text(withdrawal.by()).text(withdrawal.reason()).toBytes());
  }

  /** One retraction with what was said of it, if that has come. */
  AlertRetraction retraction(String name, long withdrawn) {
    byte[] text = store.get(textKey(name));
    ByteReader in = text == null ? null : new ByteReader(text);
    return new AlertRetraction(
        Instant.ofEpochMilli(RecordId.timestamp(name)),
        in == null ? null : in.text(),
        in == null ? null : in.text(),
        withdrawn);
  }

  private static Sent read(byte[] row) {
    ByteReader in = new ByteReader(row);
    Map<String, Long> withdrawn = new TreeMap<>();
    for (int left = in.integer(); left > 0; left--) {
      withdrawn.put(in.text(), in.number());
    }
    try {
      return new Sent(StoredRecord.read(Alert.class, in.restBytes()), withdrawn);
    } catch (IOException e) {
      throw new UncheckedIOException("an alert in the store can't be read", e);
    }
  }

  private static Bytes textKey(String name) {
    return Bytes.wrap(new ByteWriter().octet(TEXT).bare(name).toBytes());
  }
}
