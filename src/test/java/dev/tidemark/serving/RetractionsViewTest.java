package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RetractionsViewTest {

  private static final Retraction RETRACTION = Samples.retraction().build();

  private final RetractionsView view = new RetractionsView(Optional.empty());

  @Test
  void isFoundUnderTheNameThatItsTallyCellHas() {
    // When
    view.consume(records(List.of(record(5, EventCodec.encode(RETRACTION)))));

    // Then
    assertThat(view.find(name(5))).contains(RETRACTION);
    assertThat(view.find(name(6))).isEmpty();
    assertThat(view.version()).isEqualTo(1);

    // When: it comes again.
    view.consume(records(List.of(record(5, EventCodec.encode(RETRACTION)))));

    // Then
    assertThat(view.version()).isEqualTo(1);
  }

  @Test
  void whatIsNoValidRetractionIsPassedOver() {
    // Given: no value, no Avro, another event, one that names no field, and a negative timestamp
    Retraction everything =
        Retraction.newBuilder().setModel("m").setReason("names nothing to withdraw").build();

    // When
    view.consume(
        records(
            List.of(
                record(1, null),
                record(2, new byte[] {1, 2, 3}),
                record(3, EventCodec.encode(Samples.attack().build())),
                record(4, EventCodec.encode(everything)),
                record(-1, EventCodec.encode(RETRACTION)))));

    // Then
    assertThat(view.find(new RecordId(4, new ContentHasher().hash(everything)).name())).isEmpty();
    assertThat(view.find(name(0))).contains(RETRACTION);
  }

  @Test
  void onlyTheNewestAreKept() {
    // Given
    byte[] value = EventCodec.encode(RETRACTION);
    List<ConsumerRecord<byte[], byte[]>> many = new ArrayList<>();
    for (int time = 0; time < RetractionsView.MOST + 2; time++) {
      many.add(record(time, value));
    }
    many.add(record(RetractionsView.MOST, value)); // the same once more takes no room

    // When
    view.consume(records(many));

    // Then
    assertThat(view.find(name(0))).isEmpty();
    assertThat(view.find(name(1))).isEmpty();
    assertThat(view.find(name(2))).isPresent();
    assertThat(view.find(name(RetractionsView.MOST + 1))).isPresent();
  }

  private static String name(long timestamp) {
    return new RecordId(timestamp, new ContentHasher().hash(RETRACTION)).name();
  }

  private static ConsumerRecord<byte[], byte[]> record(long timestamp, byte[] value) {
    return new ConsumerRecord<>(
        Topics.RETRACTIONS,
        0,
        0,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  private static ConsumerRecords<byte[], byte[]> records(
      List<ConsumerRecord<byte[], byte[]>> records) {
    return new ConsumerRecords<>(
        Map.of(new TopicPartition(Topics.RETRACTIONS, 0), records), Map.of());
  }
}
