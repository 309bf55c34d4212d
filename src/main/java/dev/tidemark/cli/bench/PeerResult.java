package dev.tidemark.cli.bench;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.scoring.Period;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a simple aggregation needs of a result.
 *
 * @param key model and month
 * @param cell kind, group, severity and complexity
 * @param outcome 0, 1 or 2
 */
record PeerResult(String key, String cell, int outcome) {

  /** The result in a record; null if it is none. */
  static PeerResult of(EventDecoder decoder, String topic, byte[] value) {
    SpecificRecord event;
    try {
      event = decoder.decode(topic, value);
    } catch (InvalidEventException e) {
      return null;
    }
    if (event instanceof AttackResult r) {
      return new PeerResult(
          key(r.getModel(), r.getOccurredAt()),
          "a|" + r.getCategory() + '|' + r.getSeverity() + '|' + r.getComplexity(),
          r.getOutcome().ordinal());
    } else if (event instanceof CampaignResult r) {
      return new PeerResult(
          key(r.getModel(), r.getOccurredAt()),
          "c|" + r.getIntent() + '|' + r.getSeverity() + '|' + r.getComplexity(),
          r.getOutcome().ordinal());
    } else if (event instanceof BenchmarkResult r) {
      return new PeerResult(
          key(r.getModel(), r.getOccurredAt()), "b|" + r.getSkill(), r.getScore() < 0.5 ? 0 : 1);
    }
    return null;
  }

  private static String key(String model, Instant occurredAt) {
    return model + '|' + Period.of(occurredAt.toEpochMilli()).month();
  }

  byte[] toBytes() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(key);
      out.writeUTF(cell);
      out.writeByte(outcome);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PeerResult read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return new PeerResult(in.readUTF(), in.readUTF(), in.readByte());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
