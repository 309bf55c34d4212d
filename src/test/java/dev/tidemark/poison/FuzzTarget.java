package dev.tidemark.poison;

import dev.tidemark.event.Alert;
import dev.tidemark.event.ContentHash;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.DeliveryReceiver;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.EventKeys;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Reference;
import dev.tidemark.event.Rules;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Silence;
import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.event.Topics;
import dev.tidemark.ingest.EventLine;
import dev.tidemark.ingest.EventLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What reads foreign bytes, driven by bytes: the first picks the reader, the rest is its input. It
 * refuses them in the way that it promises, or what it has read survives being written and read
 * again. Jazzer finds {@link #fuzzerTestOneInput} by its name.
 */
public final class FuzzTarget {

  static final int JSON_LINES = Topics.INPUTS.size();
  static final int JSON_ARRAY = JSON_LINES + 1;
  static final int STORED = JSON_ARRAY + 1;
  static final List<Class<? extends SpecificRecord>> STORED_TYPES =
      List.of(
          Standing.class,
          Alert.class,
          Silence.class,
          Reference.class,
          Delivery.class,
          DeliveryReceiver.class);
  static final int TARGETS = STORED + STORED_TYPES.size();

  private static final EventDecoder DECODER = new EventDecoder(null);
  private static final ContentHasher HASHER = new ContentHasher();

  private FuzzTarget() {}

  /**
   * Gives one input to its reader.
   *
   * @throws IOException or any Throwable that the reader doesn't promise
   */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    int target = Math.floorMod(data[0], TARGETS);
    byte[] input = Arrays.copyOfRange(data, 1, data.length);
    if (target < JSON_LINES) {
      avro(Topics.INPUTS.get(target), input);
    } else if (target == JSON_LINES) {
      lines(EventLines.ndjson(new ByteArrayInputStream(input)));
    } else if (target == JSON_ARRAY) {
      lines(EventLines.array(new ByteArrayInputStream(input)));
    } else {
      stored(STORED_TYPES.get(target - STORED), input);
    }
  }

  private static void avro(String topic, byte[] value) {
    try {
      check(DECODER.decode(topic, value));
    } catch (InvalidEventException e) {
      refused(e);
    }
  }

  private static void lines(EventLines lines) throws IOException {
    for (EventLine line = lines.next(); line != null; line = lines.next()) {
      try {
        if (line instanceof EventLine.Text text) {
          check(EventJson.parse(text.json()));
        } else if (line instanceof EventLine.Element element) {
          check(EventJson.parse(element.json()));
        }
      } catch (InvalidEventException e) {
        refused(e);
      }
    }
  }

  private static void stored(Class<? extends SpecificRecord> type, byte[] value) {
    SpecificRecord read;
    try {
      read = StoredRecord.read(type, value);
    } catch (IOException e) {
      return; // as promised
    }
    require(Arrays.equals(EventCodec.encode(read), EventCodec.encode(again(type, read))), read);
    if (read instanceof Standing standing) {
      tally(standing);
    }
  }

  private static void tally(Standing standing) {
    try {
      TallyRecords.fromRecord(standing.getTally());
    } catch (IllegalArgumentException e) {
      return; // names a dimension that there isn't
    }
  }

  private static SpecificRecord again(Class<? extends SpecificRecord> type, SpecificRecord read) {
    try {
      return StoredRecord.read(type, EventCodec.encode(read));
    } catch (IOException e) {
      throw new AssertionError("what was read can't be read again: " + read, e);
    }
  }

  /** A valid event is the same after Avro and after JSON. */
  private static void check(SpecificRecord event) {
    if (!Rules.check(event, Samples.TIME).isEmpty()) {
      return;
    }
    ContentHash hash = HASHER.hash(event);
    try {
      String topic = EventKeys.topic(event);
      require(hash.equals(HASHER.hash(DECODER.decode(topic, EventCodec.encode(event)))), event);
      require(hash.equals(HASHER.hash(EventJson.parse(EventJson.toJson(event)))), event);
    } catch (InvalidEventException e) {
      throw new AssertionError("a valid event is refused when it comes again: " + event, e);
    }
  }

  private static void refused(InvalidEventException e) {
    require(!e.violations().isEmpty() && e.getMessage().length() < 20_000, e.getMessage());
    require(
        e.violations().stream()
            .allMatch(found -> found.rule().matches("[a-zA-Z0-9-]+\\.[a-z0-9-]+")),
        e.violations());
  }

  private static void require(boolean holds, Object about) {
    if (!holds) {
      throw new AssertionError(String.valueOf(about));
    }
  }
}
