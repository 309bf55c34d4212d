package dev.tidemark.ingest;

import java.util.concurrent.CompletionStage;

/** Where encoded events go. */
@FunctionalInterface
public interface Sink {

  /**
   * Sends one record, in order with those sent before by the same thread; may block while too many
   * are under way.
   *
   * @param timestamp the record's Kafka timestamp in milliseconds
   * @return completes when the broker has acknowledged the record, or with what went wrong
   */
  CompletionStage<Void> send(String topic, byte[] key, byte[] value, long timestamp);
}
