package dev.tidemark.poison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Topics;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A corpus of bad input on the whole service with a real broker, good results in between: each good
 * one counts, each bad one is refused by name, and nothing stops.
 */
@QuarkusTest
@TestProfile(PoisonTest.OwnMeters.class)
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
class PoisonTest extends PoisonedService {

  /** Meters outlive the applications of a test run, but for those of another profile. */
  public static final class OwnMeters implements QuarkusTestProfile {}

  @TempDir Path folder;

  @Test
  void everyBadRecordIsADeadLetterThatNamesItsRuleAndEveryGoodOneCounts() throws Exception {
    // Given
    List<PoisonValue> corpus = PoisonValue.all();
    List<Future<RecordMetadata>> sent = new ArrayList<>();

    // When
    for (int i = 0; i < corpus.size(); i++) {
      PoisonValue bad = corpus.get(i);
      sent.add(producer.send(record(bad.topic(), Samples.TIME, bad.value())));
      producer.send(record(Topics.ATTACKS, Samples.TIME, good("kafka", i)));
    }
    producer.flush();

    // Then
    awaitCount("kafka", corpus.size());
    assertVerifiedAndWell();
    Map<String, ConsumerRecord<byte[], byte[]>> letters = deadLetters();
    for (int i = 0; i < corpus.size(); i++) {
      PoisonValue bad = corpus.get(i);
      RecordMetadata of = sent.get(i).get();
      ConsumerRecord<byte[], byte[]> letter =
          letters.get("%s|%d|%d".formatted(of.topic(), of.partition(), of.offset()));
      assertThat(letter).as(bad.what()).isNotNull();
      assertThat(header(letter, "rule")).as(bad.what()).matches(bad.rule());
      assertThat(header(letter, "error"))
          .as(bad.what())
          .isNotBlank()
          .hasSizeLessThan(LONGEST_ERROR);
    }
  }

  @Test
  void timestampsAtTheEndsAreRefusedByTheBrokerOrByARule() throws Exception {
    // When
    Future<RecordMetadata> late =
        producer.send(record(Topics.ATTACKS, Long.MAX_VALUE, good("timestamps", 0)));
    producer.flush(); // a batch of its own, since the broker refuses batches
    RecordMetadata early = producer.send(record(Topics.ATTACKS, 0, good("timestamps", 1))).get();
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("timestamps", 2)));

    // Then
    assertThatThrownBy(late::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InvalidTimestampException.class);
    awaitCount("timestamps", 1);
    assertVerifiedAndWell();
    assertThat(
            header(
                deadLetters()
                    .get("%s|%d|%d".formatted(early.topic(), early.partition(), early.offset())),
                "rule"))
        .isEqualTo("occurredAt.future");
  }

  @Test
  void everyBadLineIsRejectedWithItsReasonAndEveryGoodOneCounts() throws Exception {
    // Given
    List<PoisonLine> corpus = PoisonLine.all();

    // When
    JsonPath plain = post("application/x-ndjson", body(corpus, "http", "\n"), false);
    JsonPath carriage = post("application/x-ndjson", body(corpus, "crlf", "\r\n"), true);

    // Then
    assertRejected(corpus, plain);
    assertRejected(corpus, carriage);
    awaitCount("http", corpus.size() + 1);
    awaitCount("crlf", corpus.size() + 1);
    assertVerifiedAndWell();
  }

  @Test
  void aBadElementOfAnArrayIsRejectedAndABrokenArrayEndsThere() throws Exception {
    // Given
    List<PoisonLine> corpus = PoisonLine.elements();
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write('[');
    for (int i = 0; i < corpus.size(); i++) {
      array.writeBytes(corpus.get(i).line());
      array.writeBytes((",\r\n" + json("array", i) + ",").getBytes(StandardCharsets.UTF_8));
    }
    array.writeBytes("[".repeat(100_000).getBytes(StandardCharsets.UTF_8));

    // When
    JsonPath answer = post("application/json", array.toByteArray(), false);

    // Then
    List<String> errors = answer.getList("rejected.error");
    assertThat(errors).hasSize(corpus.size() + 1);
    for (int i = 0; i < corpus.size(); i++) {
      assertThat(errors.get(i)).as(corpus.get(i).what()).contains(corpus.get(i).error());
    }
    assertThat(errors.get(corpus.size()))
        .contains("deeper than 100 levels")
        .endsWith("nothing after it was read");
    awaitCount("array", corpus.size());
    assertVerifiedAndWell();
  }

  @Test
  void compressionThatLiesCostsLittleAndSaysHowFarItCame() throws Exception {
    // Given
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bomb)) {
      out.write((json("gzip", 0) + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(zeros);
      }
      out.write(("\n" + json("gzip", 1)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] whole = gzip(json("gzip", 2).getBytes(StandardCharsets.UTF_8));

    // When
    JsonPath ofBomb = JsonPath.from(send("application/x-ndjson", bomb.toByteArray(), true).body());
    List<Integer> cut = new ArrayList<>();
    for (int length = 0; length < whole.length; length++) {
      var answer = send("application/x-ndjson", Arrays.copyOf(whole, length), true);
      assertThat(answer.body()).as("cut at %d", length).contains("\"status\":400");
      cut.add(answer.statusCode());
    }
    JsonPath ofWhole = JsonPath.from(send("application/x-ndjson", whole, true).body());

    // Then
    assertThat(ofBomb.getInt("accepted")).isEqualTo(2);
    assertThat(ofBomb.getString("rejected[0].error")).contains("longer than 65536 bytes");
    assertThat(cut).containsOnly(400);
    assertThat(ofWhole.getInt("accepted")).isEqualTo(1);
    awaitCount("gzip", 3);
    assertVerifiedAndWell();
  }

  @Test
  void aFileIsReadAsARequestIsOnEitherWay() throws Exception {
    // Given
    List<PoisonLine> corpus = PoisonLine.all();
    Path plain = Files.write(folder.resolve("plain.txt"), body(corpus, "file", "\n"));
    Path zipped = Files.write(folder.resolve("zipped"), gzip(body(corpus, "zipped", "\r\n")));
    byte[] whole = gzip(body(corpus, "cut", "\n"));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 9));

    // When
    String direct =
        tidemark("publish", "--bootstrap-servers", bootstrapServers, plain + "", zipped + "");
    String served = tidemark("publish", "--url", base(), plain + "", zipped + "");
    String broken = tidemark("publish", "--bootstrap-servers", bootstrapServers, cut + "");

    // Then
    String counts = "%d accepted, %d rejected".formatted(corpus.size() + 1, corpus.size());
    for (String said : List.of(direct, served)) {
      assertThat(said).contains("plain.txt: " + counts, "zipped: " + counts);
      assertThat(said.lines()).hasSize(2 * corpus.size() + 2);
      assertThat(said.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
    }
    assertThat(broken).contains("the input broke off").doesNotContain("\tat ");
    awaitCount("file", corpus.size() + 1);
    awaitCount("zipped", corpus.size() + 1);
    assertVerifiedAndWell();
  }

  @Test
  void namesMadeToDeceiveCountUnderThemselves() throws Exception {
    // Given: no control characters, so they are names as good as any.
    List<String> names =
        List.of(
            "\u202Eeno/emca",
            "\uFEFFacme/one",
            "acme\u200B/one",
            "acme/\u043Ene",
            "<script>alert(1)</script>",
            "../../etc/passwd",
            "=cmd()",
            "\uDBFF\uDFFF");
    StringBuilder body = new StringBuilder();
    for (String name : names) {
      body.append(EventJson.toJson(Samples.attack().setModel(name).build())).append('\n');
    }

    // When
    JsonPath answer =
        post("application/x-ndjson", body.toString().getBytes(StandardCharsets.UTF_8), false);

    // Then
    assertThat(answer.getInt("accepted")).isEqualTo(names.size());
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () ->
                assertThat(
                        get("/api/v1/standings?period=2026-03")
                            .jsonPath()
                            .getList("standings.model", String.class))
                    .containsAll(names));
    String page = get("/?period=2026-03").asString();
    assertThat(page).contains("&lt;script&gt;").doesNotContain("<script>alert(1)");
  }

  @Test
  void foreignBytesInTheTopicsThatServingReadsStopNothing() throws Exception {
    // Given
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("foreign", 0)));
    awaitCount("foreign", 1);
    String before = silence();

    // When
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String topic : Topics.ALL) {
      if (!Topics.INPUTS.contains(topic)) {
        ForeignRecords.of(topic)
            .forEach((key, value) -> sent.add(producer.send(keyed(topic, key, value))));
      }
    }
    producer.flush();
    for (Future<RecordMetadata> one : sent) {
      one.get();
    }
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("foreign", 1)));

    // Then
    awaitCount("foreign", 2);
    assertWell();
    for (String path :
        List.of("/", "/alerts", "/api/v1/alerts", "/api/v1/references", "/api/v1/history.csv")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(200);
    }
    String after = silence();
    assertThat(get("/api/v1/silences").jsonPath().getList("silences.id")).contains(before, after);
    assertThat(tidemark("dlq", "list", "--bootstrap-servers", bootstrapServers))
        .contains("dead letters");
    assertThat(tidemark("verify", "--wait", "1", "--bootstrap-servers", bootstrapServers))
        .contains("\"claim|2026-03\": not readable at partition", "NOT VERIFIED");
    for (String meter : List.of("standings", "alerts", "references")) {
      assertThat(metrics()).containsPattern("tidemark_" + meter + "_unreadable_total [1-9]");
    }
  }

  @Test
  void theDepthIsWhatTheListCountsAlsoAfterAReplayAndAlertsNameMetricsThatThereAre()
      throws Exception {
    // Given
    byte[] bad = EventCodec.encode(Samples.attack().setTrial(-1).build());
    producer.send(record(Topics.ATTACKS, Samples.TIME, bad));
    producer.send(record(Topics.ATTACKS, Samples.TIME, good("depth", 0)));
    awaitCount("depth", 1);
    awaitDepth(1);

    // When: what still breaks a rule comes back.
    String replay =
        tidemark("dlq", "replay", "--rule", "trial.range", "--bootstrap-servers", bootstrapServers);

    // Then
    assertThat(replay).contains("put back");
    awaitDepth(1);
    String metrics = metrics();
    Matcher named =
        Pattern.compile("tidemark_[a-z_]+")
            .matcher(Files.readString(Path.of("deploy/alerts.yaml")));
    assertThat(named.results()).hasSizeGreaterThan(5);
    named.reset();
    while (named.find()) {
      if (!named.group().equals("tidemark_alert_receiver_up")) { // one for each receiver: none here
        assertThat(metrics).contains("\n" + named.group());
      }
    }
  }

  /** As many as the list counts, of the rule one at least. */
  private void awaitDepth(int ofTrials) {
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              String list = tidemark("dlq", "list", "--bootstrap-servers", bootstrapServers);
              String last = list.lines().reduce((some, next) -> next).orElseThrow();
              String count = last.replaceAll("[^0-9]", "");
              assertThat(metrics())
                  .contains("\ntidemark_dead_letters " + count + ".0")
                  .containsPattern(
                      "tidemark_dead_letters_by_rule\\{rule=\"trial.range\"} " + ofTrials + "\\.0");
            });
  }
}
