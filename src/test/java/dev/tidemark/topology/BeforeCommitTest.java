package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tasks of one thread: which of them forward and write when one commits. */
class BeforeCommitTest {

  private final List<String> done = new ArrayList<>();

  @TempDir static Path folder;

  private final Task one = new Task("one");
  private final Task other = new Task("other");

  @AfterEach
  void close() {
    one.driver.close();
    other.driver.close();
  }

  @Test
  void aTaskThatDidNothingDoesNothing() {
    one.process();
    assertThat(done).containsExactly("one sent", "one written");

    other.process();
    assertThat(done).containsExactly("one sent", "one written", "other sent", "other written");
  }

  @Test
  void allThatHaveToCommitForwardBeforeAnyWrites() {
    other.beforeCommit.commitFollows();
    one.process();
    assertThat(done).containsExactly("one sent", "other sent", "one written", "other written");
  }

  @Test
  void aTaskThatClosedDoesNothing() {
    other.beforeCommit.commitFollows();
    other.beforeCommit.close();
    one.process();
    assertThat(done).containsExactly("one sent", "one written");
  }

  /** A task by itself; those of one thread know of each other. */
  private final class Task {

    private final String name;
    private final TopologyTestDriver driver;
    private BeforeCommit beforeCommit;

    Task(String name) {
      this.name = name;
      Properties settings = StreamsSettings.of("none:1", folder.resolve(name), name, 1, 0);
      driver =
          new TopologyTestDriver(
              new Topology()
                  .addSource("in", "in")
                  .addProcessor("forwarding", Forwarding::new, "in")
                  .addStateStore(
                      WriteBehindStore.over(
                          Stores.keyValueStoreBuilder(
                              Stores.inMemoryKeyValueStore("rows"),
                              Serdes.Bytes(),
                              Serdes.ByteArray())),
                      "forwarding"),
              settings);
    }

    /** Takes a record, and commits. */
    void process() {
      driver
          .createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer())
          .pipeInput(new byte[0], new byte[0]);
    }

    private final class Forwarding implements Processor<byte[], byte[], byte[], byte[]> {

      @Override
      public void init(ProcessorContext<byte[], byte[]> context) {
        beforeCommit = BeforeCommit.of(context, () -> done.add(name + " sent"));
        WriteBehindStore rows = context.getStateStore("rows");
        rows.own(beforeCommit, () -> done.add(name + " written"));
      }

      @Override
      public void process(Record<byte[], byte[]> record) {
        beforeCommit.commitFollows();
      }

      @Override
      public void close() {
        beforeCommit.close();
      }
    }
  }
}
