package dev.tidemark.topology;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Model;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Rules;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Violation;
import dev.tidemark.scoring.Period;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Step 1: decodes a record, checks every rule of the event table, and sends it on under the key
 * that says who owns it; or sends it whole to the dead letters. Whatever a record holds, it ends in
 * one of the two, and judging it again gives the same.
 */
final class Intake implements Processor<byte[], byte[], String, IntakeResult> {

  /**
   * The steps that take what it sends: dead letters; what the ledger of another partition reads, or
   * of any; what that of this one does; what scoring does.
   */
  static final String REFUSED = "dead-letter";

  static final String ELSEWHERE = "accepted-elsewhere";
  static final String HERE = "accepted-here";
  static final String ANNOUNCEMENT = "announcement";

  private static final RecordHeaders NO_HEADERS = new RecordHeaders();

  private final SchemaRegistry registry;
  private final OwnerPartitioner<?> owners;
  private ProcessorContext<String, IntakeResult> context;
  private CommitPace pace;
  private int partition;
  private EventDecoder decoder;
  private ContentHasher hasher;
  private Sensor accepted;
  private Sensor refused;

  /**
   * @param registry resolves records in Confluent framing; null if none is configured
   * @param owners says which partition's ledger a result belongs to
   */
  Intake(SchemaRegistry registry, OwnerPartitioner<?> owners) {
    this.registry = registry;
    this.owners = owners;
  }

  @Override
  public void init(ProcessorContext<String, IntakeResult> context) {
    this.context = context;
    pace = CommitPace.ofThread();
    partition = context.taskId().partition();
    decoder = new EventDecoder(registry);
    hasher = new ContentHasher();
    accepted = sensor(context, "accepted");
    refused = sensor(context, "dead-letters");
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    pace.done(context);
    RecordMetadata source = context.recordMetadata().orElseThrow();
    List<Violation> violations;
    try {
      SpecificRecord event = decoder.decode(source.topic(), record.value());
      violations = Rules.check(event, record.timestamp());
      if (violations.isEmpty()) {
        accepted.record();
        forward(event, record.timestamp());
        return;
      }
    } catch (InvalidEventException e) {
      violations = e.violations();
    }
    refused.record();
    context.forward(DeadLetter.of(record, source, violations), REFUSED);
  }

  private void forward(SpecificRecord event, long timestamp) {
    RecordId id = new RecordId(timestamp, hasher.hash(event));
    if (event instanceof AttackResult attack) {
      send(
          Attempts.key(attack).text(),
          new Attempt(period(attack.getOccurredAt()), Attempts.version(attack, id)),
          timestamp);
    } else if (event instanceof CampaignResult campaign) {
      send(
          Attempts.key(campaign).text(),
          new Attempt(period(campaign.getOccurredAt()), Attempts.version(campaign, id)),
          timestamp);
    } else if (event instanceof BenchmarkResult benchmark) {
      send(
          Attempts.key(benchmark).text(),
          new Attempt(period(benchmark.getOccurredAt()), Attempts.version(benchmark, id)),
          timestamp);
    } else if (event instanceof Retraction retraction) {
      announce(retraction.getModel(), Announcements.withdrawal(retraction, id), timestamp);
    } else {
      Model model = (Model) event;
      announce(model.getModel(), Announcements.registration(model, id), timestamp);
    }
  }

  private void announce(String model, IntakeResult value, long timestamp) {
    Record<String, IntakeResult> record = new Record<>(model, value, timestamp, NO_HEADERS);
    context.forward(record, ELSEWHERE);
    context.forward(record, ANNOUNCEMENT);
  }

  /** A producer partitions as it likes, so this goes by what is in the record alone. */
  private void send(String key, Attempt attempt, long timestamp) {
    context.forward(
        new Record<>(key, attempt, timestamp, NO_HEADERS),
        owners.owns(key, partition) ? HERE : ELSEWHERE);
  }

  private static int period(Instant occurredAt) {
    return Period.of(occurredAt.toEpochMilli()).month();
  }

  private static Sensor sensor(ProcessorContext<?, ?> context, String operation) {
    return context
        .metrics()
        .addRateTotalSensor(
            "tidemark-intake", context.taskId().toString(), operation, Sensor.RecordingLevel.INFO);
  }
}
