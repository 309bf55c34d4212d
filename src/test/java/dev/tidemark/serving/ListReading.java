package dev.tidemark.serving;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A topic of one partition that a test holds; an offset is a place in the list. */
class ListReading implements TopicReading {

  private final List<ConsumerRecord<String, byte[]>> topic;
  private int position;

  ListReading(List<ConsumerRecord<String, byte[]>> topic) {
    this.topic = topic;
  }

  @Override
  public void toEnd(Consumer<ConsumerRecord<String, byte[]>> action) {
    for (int end = topic.size(); position < end; position++) {
      action.accept(topic.get(position));
    }
  }

  @Override
  public void rewind() {
    position = 0;
  }

  @Override
  public Map<Integer, Long> positions() {
    return Map.of(0, (long) position);
  }
}
