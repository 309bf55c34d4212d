package dev.tidemark.poison;

import dev.tidemark.event.Alert;
import dev.tidemark.event.Delivery;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.Reference;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Silence;
import dev.tidemark.event.Standing;
import dev.tidemark.event.Topics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** Keys and values as anybody might write them to a topic of Tidemark's own. */
final class ForeignRecords {

  private static final Map<String, Schema> OWN_SCHEMAS =
      Map.of(
          Topics.STANDINGS, Standing.getClassSchema(),
          Topics.ALERTS, Alert.getClassSchema(),
          Topics.DELIVERIES, Delivery.getClassSchema(),
          Topics.SILENCES, Silence.getClassSchema(),
          Topics.REFERENCES, Reference.getClassSchema());

  private ForeignRecords() {}

  /** By key; one is framed right and claims two gigabytes. */
  static Map<byte[], byte[]> of(String topic) {
    byte[] noise = new byte[400];
    new Random(3).nextBytes(noise);
    Map<byte[], byte[]> foreign = new HashMap<>();
    for (String key :
        List.of("", "|", "x", "x|2026-03", "x|y|z|2026-03", "a|b|c|d|e", "acme/one|9999-99")) {
      foreign.put(key.getBytes(StandardCharsets.UTF_8), noise);
    }
    foreign.put(new byte[] {(byte) 0xFF, (byte) 0xFE}, noise);
    foreign.put("tombstone".getBytes(StandardCharsets.UTF_8), null);
    foreign.put("empty".getBytes(StandardCharsets.UTF_8), new byte[0]);
    foreign.put(
        "event|2026-03".getBytes(StandardCharsets.UTF_8),
        EventCodec.encode(Samples.attack().build()));
    Schema own = OWN_SCHEMAS.get(topic);
    if (own != null) {
      ByteBuffer claim = ByteBuffer.allocate(15).order(ByteOrder.LITTLE_ENDIAN);
      claim.put((byte) 0xC3).put((byte) 1).putLong(SchemaNormalization.parsingFingerprint64(own));
      claim.put(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 15});
      foreign.put("claim|2026-03".getBytes(StandardCharsets.UTF_8), claim.array());
    }
    return foreign;
  }
}
