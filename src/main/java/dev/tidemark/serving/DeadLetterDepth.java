package dev.tidemark.serving;

import dev.tidemark.event.DeadLetterHeaders;
import dev.tidemark.event.OpenLetters;
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
 * How many dead letters haven't been put back, as {@code tidemark dlq list} counts them. There is
 * no number until those that stood at the start have been read: half of them would look like a
 * sudden growth.
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
  private final AtomicLong consumed = new AtomicLong();
  private final SeenOffsets seen = new SeenOffsets();
  private final OpenLetters open = new OpenLetters();
  private final Map<String, AtomicLong> byRule = new ConcurrentHashMap<>();
  private volatile boolean complete;

  DeadLetterDepth(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("tidemark.dead.letters", () -> shown(depth))
        .description("Dead letters that have not been put back")
        .register(meters);
  }

  /** Follows the topic from its beginning. */
  @Incoming("dead-letters")
  @Blocking
  void consume(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
    for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records) {
      int change = seen.first(record) ? open.take(record) : 0;
      if (change != 0) {
        depth.addAndGet(change);
        of(rule(record.headers().lastHeader(DeadLetterHeaders.RULE))).addAndGet(change);
      }
      consumed.incrementAndGet();
    }
  }

  /** Records taken in since the start. */
  long consumed() {
    return consumed.get();
  }

  /** From now on the depth is that of the whole topic. */
  void complete() {
    complete = true;
  }

  private double shown(AtomicLong letters) {
    return complete ? letters.get() : Double.NaN;
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
    Gauge.builder("tidemark.dead.letters.by.rule", () -> shown(letters))
        .description("Dead letters that have not been put back, by the first rule that they break")
        .tag("rule", rule)
        .register(meters);
    return letters;
  }
}
