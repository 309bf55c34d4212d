package dev.tidemark.topology;

import dev.tidemark.event.ApplicationId;
import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A refused record, whole. Its own headers stay; those of {@link DeadLetterHeaders} say where it
 * came from and why it was refused, so that it can be found and put back.
 */
public record DeadLetter(byte[] key, byte[] value) implements IntakeResult {

  /**
   * Bytes of a record that are kept. The dead-letter topic takes 2 MiB, of which the reasons need
   * some. A record that only its batch's compression brought under the broker's limit can have any
   * size; one that can't be written would stop its partition for ever.
   */
  private static final long LARGEST = (2 << 20) - (64 << 10);

  /**
   * The letter of a refused record. Of one that is too large for the topic only the reasons are
   * kept; the record itself stays where they say.
   */
  static Record<String, IntakeResult> of(
      Record<byte[], byte[]> refused, RecordMetadata source, List<Violation> violations) {
    long size = size(refused);
    boolean whole = size <= LARGEST;
    Headers headers = whole ? new RecordHeaders(refused.headers().toArray()) : new RecordHeaders();
    add(headers, DeadLetterHeaders.TOPIC, source.topic());
    add(headers, DeadLetterHeaders.PARTITION, Integer.toString(source.partition()));
    add(headers, DeadLetterHeaders.OFFSET, Long.toString(source.offset()));
    add(headers, DeadLetterHeaders.APPLICATION, ApplicationId.PRESENT);
    add(headers, DeadLetterHeaders.RULE, join(violations, Violation::rule, ","));
    add(headers, DeadLetterHeaders.ERROR, join(violations, Violation::message, "; "));
    headers.remove(DeadLetterHeaders.OMITTED);
    headers.remove(DeadLetterHeaders.REPLAYED); // or it would pass for the mark of another letter
    if (!whole) {
      add(headers, DeadLetterHeaders.OMITTED, Long.toString(size));
    }
    return new Record<>(
        null,
        whole ? new DeadLetter(refused.key(), refused.value()) : new DeadLetter(null, null),
        refused.timestamp(),
        headers);
  }

  private static long size(Record<byte[], byte[]> record) {
    long size = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      // At most three bytes of UTF-8 a char, and the two lengths.
      size += 3L * header.key().length() + length(header.value()) + 10;
    }
    return size;
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static String join(
      List<Violation> violations, Function<Violation, String> part, String separator) {
    return violations.stream().map(part).collect(Collectors.joining(separator));
  }

  /**
   * Replaces a header of that name: a letter that was put back and refused again has one reason.
   */
  private static void add(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
