package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {

  private static final String ATTACK =
      """
      {"type":"attack","model":"m","suite":"s","caseId":"c","occurredAt":"2026-03-15T10:00:00Z",
      "category":"leak","severity":"HIGH","complexity":"DIRECT","outcome":"BREACHED"}""";

  static Stream<SpecificRecord> events() {
    return Samples.oneOfEach().stream();
  }

  @ParameterizedTest
  @MethodSource("events")
  void readsWhatItWrites(SpecificRecord event) throws Exception {
    assertThat(EventJson.parse(EventJson.toJson(event))).isEqualTo(event);
  }

  @Test
  void namesOfFieldsThatWereRefusedAreNotKept() {
    String filler = "x".repeat(49_000);
    long before = usedAfterCollection();

    for (int i = 0; i < 2_000; i++) {
      String line = "{\"" + i + filler + "\":1}";
      assertThatThrownBy(() -> EventJson.parse(line)).isInstanceOf(InvalidEventException.class);
    }

    // They come to 98 MB.
    assertThat(usedAfterCollection() - before).isLessThan(20L << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @Test
  void absentFieldsTakeTheirDefaults() throws Exception {
    AttackResult event = (AttackResult) EventJson.parse(ATTACK);

    assertThat(event.getTrial()).isZero();
    assertThat(event.getRevision()).isZero();
    assertThat(event.getRunId()).isNull();
    assertThat(EventCodec.encode(event)).isNotEmpty();
    assertThat(((Model) EventJson.parse("{\"type\":\"model\",\"model\":\"m\"}")).getAliases())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "\"2026-03-15T10:00:00Z\" > 2026-03-15T10:00:00Z",
        "\"2026-03-15T10:00Z\" > 2026-03-15T10:00:00Z",
        "\"2026-03-15T10:00:00.123456+05:30\" > 2026-03-15T04:30:00.123Z",
        "\"2026-03-15T10:00:00-0800\" > 2026-03-15T18:00:00Z",
        "\"2026-03-15T10:00:00+02\" > 2026-03-15T08:00:00Z",
        "1773568800123 > 2026-03-15T10:00:00.123Z",
      })
  void timesAreIsoWithAnOffsetOrEpochMilliseconds(String written, Instant meant) throws Exception {
    AttackResult event =
        (AttackResult) EventJson.parse(ATTACK.replace("\"2026-03-15T10:00:00Z\"", written));

    assertThat(event.getOccurredAt()).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      value = {
        "\"2026-03-15T10:00:00Z\" > \"2026-03-15T10:00:00\" > occurredAt.offset > without an offset",
        "\"2026-03-15T10:00:00Z\" > \"2026-03-15\" > occurredAt.format > ISO-8601",
        "\"2026-03-15T10:00:00Z\" > \"2026-02-30T10:00:00Z\" > occurredAt.format > ISO-8601",
        "\"2026-03-15T10:00:00Z\" > \"1773568800123\" > occurredAt.format > as a number",
        "\"2026-03-15T10:00:00Z\" > 1.5 > occurredAt.type > the number 1.5",
        "\"2026-03-15T10:00:00Z\" > null > occurredAt.type > not null",
        "\"model\":\"m\" > \"model\":7 > model.type > must be a string, not the number 7",
        "\"model\":\"m\" > \"runner\":\"m\" > model.missing > model is missing",
        "\"HIGH\" > \"high\" > severity.value > LOW, MEDIUM, HIGH, CRITICAL is expected, did you mean HIGH?",
        "\"HIGH\" > 3 > severity.type > one of LOW",
        "\"HIGH\" > \"HIGH\",\"trial\":\"1\" > trial.type > must be an integer",
        "\"HIGH\" > \"HIGH\",\"trial\":1.0 > trial.type > the number 1.0",
        "\"HIGH\" > \"HIGH\",\"trial\":2147483648 > trial.type > at most 2147483647",
        "\"HIGH\" > \"HIGH\",\"trial\":null > trial.type > not null",
        "\"HIGH\" > \"HIGH\",\"inputTokens\":1e99 > inputTokens.type > must be an integer",
        "\"HIGH\" > \"HIGH\",\"inputTokens\":true > inputTokens.type > the boolean true",
        "\"HIGH\" > \"HIGH\",\"case_id\":\"x\" > json.field > did you mean caseId?",
        "\"HIGH\" > \"HIGH\",\"prompt\":\"x\" > json.field > \"prompt\" is no field of type attack",
        "\"HIGH\" > \"HIGH\",\"turns\":3 > json.field > \"turns\" is no field of type attack",
        "\"HIGH\" > \"HIGH\",\"model\":\"x\" > json.duplicate > 'model'",
        "\"attack\" > \"atack\" > type.value > attack, campaign, benchmark, model, retract",
        "\"attack\" > 1 > type.value > the number 1",
        "\"type\":\"attack\", > '' > type.missing > type is missing",
        "\"BREACHED\"} > \"BREACHED\" > json.syntax > no valid JSON at column",
        "\"BREACHED\"} > \"BREACHED\"}x > json.syntax > no valid JSON at column",
      })
  void refusesWithAClearMessage(String from, String to, String rule, String message) {
    String json = ATTACK.replace(from, to.equals("''") ? "" : to);

    InvalidEventException thrown =
        catchThrowableOfType(InvalidEventException.class, () -> EventJson.parse(json));

    assertThat(thrown.violations()).extracting(Violation::rule).containsExactly(rule);
    assertThat(thrown).hasMessageContaining(message);
  }

  @Test
  void refusesWhatIsNoObject() {
    for (String json : List.of("[]", "1", "\"x\"", "null", " ")) {
      assertThat(catchThrowableOfType(InvalidEventException.class, () -> EventJson.parse(json)))
          .hasMessageContaining("an event is a JSON object");
    }
  }

  @Test
  void refusesAliasesThatAreNoStrings() {
    for (String aliases : List.of("\"a\"", "[1]", "[null]", "{}")) {
      InvalidEventException thrown =
          catchThrowableOfType(
              InvalidEventException.class,
              () ->
                  EventJson.parse(
                      "{\"type\":\"model\",\"model\":\"m\",\"aliases\":" + aliases + "}"));
      assertThat(thrown).hasMessageContaining("aliases must be an array of strings");
    }
  }

  @Test
  void reportsAllViolationsOfALineTogether() {
    String json =
        """
        {"type":"campaign","model":"","suite":"s","caseId":"a|b","occurredAt":"now","intent":" ",
        "severity":"high","complexity":"DIRECT","turns":"5","turnBudget":5,"modle":1}""";

    InvalidEventException thrown =
        catchThrowableOfType(InvalidEventException.class, () -> EventJson.parse(json));

    assertThat(thrown.violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder(
            "occurredAt.format",
            "severity.value",
            "outcome.missing",
            "turns.type",
            "json.field",
            "model.length",
            "caseId.characters",
            "intent.blank");
  }

  @Test
  void thousandsOfUnknownFieldsGiveAShortAnswer() {
    StringBuilder json = new StringBuilder(ATTACK.substring(0, ATTACK.length() - 1));
    for (int i = 0; i < 3_000; i++) {
      json.append(",\"").append("x".repeat(60)).append(i).append("\":1");
    }

    InvalidEventException thrown =
        catchThrowableOfType(
            InvalidEventException.class, () -> EventJson.parse(json.append('}').toString()));

    assertThat(thrown.violations()).hasSize(6);
    assertThat(thrown).hasMessageContaining("2995 more").message().hasSizeLessThan(1_000);
  }
}
