package dev.tidemark.serving;

import dev.tidemark.event.DeadLetterHeaders;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * How many dead letters haven't been put back, as {@code tidemark dlq list} counts them: every
 * letter adds one, every mark takes one away, because each letter is put back once at the most. So
 * nothing of them need be remembered.
 */
@ApplicationScoped
@Startup // a depth of 0 is shown too, so that an absence can be told
public class DeadLetterDepth {

  private static final String OTHER = "other";
  private static final Pattern RULE = Pattern.compile("[a-zA-Z0-9.-]{1,60}");

  /** There are fewer rules; but anybody may write to the topic. */
  private static final int MOST_RULES = 200;

  private final MeterRegistry meters;
  private final AtomicLong depth = new AtomicLong();
  private final SeenOffsets seen = new SeenOffsets();
  private final Map<String, AtomicLong> byRule = new ConcurrentHashMap<>();

  DeadLetterDepth(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("tidemark.dead.letters", depth, AtomicLong::get)
        .description("Dead letters that have not been put back")
        .register(meters);
  }

  /** Follows the topic from its beginning. */
  @Incoming("dead-letters")
  @Blocking
  void consume(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
    for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
      if (!seen.first(record)) {
        continue;
      }
      int change = record.headers().lastHeader(DeadLetterHeaders.REPLAYED) == null ? 1 : -1;
      depth.addAndGet(change);
      of(rule(record.headers().lastHeader(DeadLetterHeaders.RULE))).addAndGet(change);
    }
  }

  /** The first of the rules that a letter names, so that the sums over rules are the depth. */
  private static String rule(Header header) {
    if (header == null || header.value() == null) {
      return OTHER;
    }
    String first = new String(header.value(), StandardCharsets.UTF_8).split(",", 2)[0];
    return RULE.matcher(first).matches() ? first : OTHER;
  }

  private AtomicLong of(String rule) {
    return byRule.computeIfAbsent(
        byRule.containsKey(rule) || byRule.size() < MOST_RULES ? rule : OTHER, this::counted);
  }

  private AtomicLong counted(String rule) {
    AtomicLong letters = new AtomicLong();
    Gauge.builder("tidemark.dead.letters.by.rule", letters, AtomicLong::get)
        .description("Dead letters that have not been put back, by the first rule that they break")
        .tag("rule", rule)
        .register(meters);
    return letters;
  }
}
