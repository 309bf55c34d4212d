package dev.tidemark.cli.dlq;

import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.SchemaRegistryUnavailableException;
import dev.tidemark.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record of the dead-letter topic that is no mark.
 *
 * @param topic where the refused record came from
 * @param rule the rules that it breaks, separated by commas
 * @param runner who sent it, if it can be read that far; else empty
 * @param whole whether the letter holds the record, not only the reasons, and says where it goes
 */
record Letter(
    String topic, String rule, String runner, String error, long timestamp, boolean whole) {

  /** All headers that are about the letter begin so. */
  static final String OWN_HEADERS = "tidemark.dlq.";

  static Letter of(ConsumerRecord<byte[], byte[]> record, EventDecoder decoder) {
    String topic = topic(record);
    return new Letter(
        topic,
        Objects.requireNonNullElse(header(record, DeadLetterHeaders.RULE), ""),
        runner(topic, record.value(), decoder),
        Objects.requireNonNullElse(header(record, DeadLetterHeaders.ERROR), ""),
        record.timestamp(),
        header(record, DeadLetterHeaders.OMITTED) == null && Topics.INPUTS.contains(topic));
  }

  /** Coordinates of the letter that a record marks as put back; null if it is a letter itself. */
  static String replayed(ConsumerRecord<?, ?> record) {
    return header(record, DeadLetterHeaders.REPLAYED);
  }

  /** Where a letter stands: {@code partition@offset}. */
  static String coordinates(ConsumerRecord<?, ?> record) {
    return record.partition() + "@" + record.offset();
  }

  static String topic(ConsumerRecord<?, ?> record) {
    return Objects.requireNonNullElse(header(record, DeadLetterHeaders.TOPIC), "");
  }

  private static String runner(String topic, byte[] value, EventDecoder decoder) {
    try {
      SpecificRecord event = decoder.decode(topic, value);
      var field = event.getSchema().getField("runner");
      Object runner = field == null ? null : event.get(field.pos());
      return runner == null ? "" : runner.toString();
    } catch (InvalidEventException | SchemaRegistryUnavailableException e) {
      return "";
    }
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? null
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
