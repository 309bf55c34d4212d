package dev.tidemark.ingest;

import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.EventType;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Rules;
import dev.tidemark.event.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Publishes lines: reads, checks, stamps, encodes and sends them, with a bounded number under way.
 * Good lines land although others are bad. One publisher serves many threads.
 */
public final class Publisher {

  /** How many rejected lines a report lists. */
  public static final int MOST_LISTED = 1_000;

  private static final int MOST_WARNINGS = 100;

  private final Stamper stamper;
  private final ModelNames models;
  private final Sink sink;
  private final int maxInFlight;
  private final Duration ackTimeout;
  private final WithdrawnRuns withdrawnRuns = new WithdrawnRuns();

  /**
   * @param models the names that may still come, of all that this process publishes
   * @param maxInFlight how many records of one call may wait for the broker
   * @param ackTimeout how long the oldest of them may wait; longer than the sink's own timeout
   */
  public Publisher(
      Stamper stamper, ModelNames models, Sink sink, int maxInFlight, Duration ackTimeout) {
    this.stamper = stamper;
    this.models = models;
    this.sink = sink;
    this.maxInFlight = maxInFlight;
    this.ackTimeout = ackTimeout;
  }

  /**
   * Publishes every valid line and waits for the broker's acknowledgement of all of them, and until
   * the clock has passed their stamps: a correction through another process then comes later.
   *
   * @throws PublishException if the input or the broker fails on the way
   */
  public PublishReport publish(EventLines lines) throws PublishException {
    Run run = new Run(lines);
    try {
      return run.publish();
    } finally { // what was sent before a failure is corrected too, by sending all again
      stamper.awaitPassed(run.lastStamp);
    }
  }

  private final class Run {

    private final EventLines lines;
    private final InFlight inFlight = new InFlight(maxInFlight, ackTimeout);
    private final List<LineError> rejected = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long rejectedTotal;
    private long lastStamp; // the greatest, because none is before an earlier one

    Run(EventLines lines) {
      this.lines = lines;
    }

    PublishReport publish() throws PublishException {
      EventLine line;
      while ((line = next()) != null) {
        inFlight.room();
        try {
          send(line.number(), read(line));
        } catch (InvalidEventException e) {
          reject(line.number(), e.getMessage());
        }
      }
      inFlight.drain();
      if (rejectedTotal > MOST_LISTED) {
        warnings.add(PublishReport.unlisted(MOST_LISTED, rejectedTotal));
      }
      return new PublishReport(inFlight.acknowledged(), rejected, rejectedTotal, warnings);
    }

    private EventLine next() throws PublishException {
      try {
        return lines.next();
      } catch (IOException e) {
        inFlight.drain();
        throw inFlight.stopped(PublishException.Side.INPUT, e);
      }
    }

    private SpecificRecord read(EventLine line) throws InvalidEventException {
      if (line instanceof EventLine.Text text) {
        return EventJson.parse(text.json());
      } else if (line instanceof EventLine.Element element) {
        return EventJson.parse(element.json());
      }
      throw new InvalidEventException("line.unreadable", ((EventLine.Unreadable) line).error());
    }

    private void send(long number, SpecificRecord event)
        throws InvalidEventException, PublishException {
      // The stamp can only be later than this, which makes occurredAt no more of the future.
      List<Violation> violations = Rules.check(event, stamper.earliest());
      if (!violations.isEmpty()) {
        throw new InvalidEventException(violations);
      }
      models.admit(event);
      EventType type = EventType.of(event);
      String key = EventKeys.recordKey(event);
      byte[] value = EventCodec.encode(event);
      try {
        lastStamp = stamper.stamp(type, key);
        inFlight.add(
            number,
            sink.send(type.topic(), key.getBytes(StandardCharsets.UTF_8), value, lastStamp));
      } catch (RuntimeException e) { // the clock or the sink, each with a type of its own
        throw inFlight.stopped(PublishException.Side.SINK, e);
      }
      withdrawnRuns
          .warning(event)
          .filter(warning -> warnings.size() < MOST_WARNINGS)
          .ifPresent(warning -> warnings.add("line " + number + ": " + warning));
    }

    private void reject(long number, String error) {
      rejectedTotal++;
      inFlight.dealtWith(number);
      if (rejected.size() < MOST_LISTED) {
        rejected.add(new LineError(number, error));
      }
    }
  }
}
