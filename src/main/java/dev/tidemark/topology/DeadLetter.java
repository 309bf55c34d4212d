package dev.tidemark.topology;

import dev.tidemark.event.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * A refused record, whole. Its own headers stay; those named here say where it came from and why it
 * was refused, so that it can be found and put back.
 */
public record DeadLetter(byte[] key, byte[] value) implements IntakeResult {

  public static final String TOPIC = "tidemark.dlq.topic";
  public static final String PARTITION = "tidemark.dlq.partition";
  public static final String OFFSET = "tidemark.dlq.offset";

  /** Names of the rules broken, separated by commas. */
  public static final String RULE = "tidemark.dlq.rule";

  /** What is wrong, for a person. */
  public static final String ERROR = "tidemark.dlq.error";

  static Headers headers(Headers own, RecordMetadata source, List<Violation> violations) {
    Headers headers = new RecordHeaders(own.toArray());
    add(headers, TOPIC, source.topic());
    add(headers, PARTITION, Integer.toString(source.partition()));
    add(headers, OFFSET, Long.toString(source.offset()));
    add(headers, RULE, join(violations, Violation::rule, ","));
    add(headers, ERROR, join(violations, Violation::message, "; "));
    return headers;
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
