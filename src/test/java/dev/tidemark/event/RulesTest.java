package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.scoring.Tally;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.data.RecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulesTest {

  private static final String WAVE = "🌊"; // one code point, two chars

  static Stream<Arguments> broken() {
    return Stream.of(
        bad("model.length", Samples.attack().setModel("")),
        bad("model.length", Samples.attack().setModel("m".repeat(201))),
        bad("model.length", Samples.attack().setModel(WAVE.repeat(201))),
        bad("model.characters", Samples.attack().setModel("a|b")),
        bad("model.characters", Samples.attack().setModel("a\nb")),
        bad("model.characters", Samples.attack().setModel("a\u0085b")),
        bad("model.characters", Samples.attack().setModel("a\u2028b")),
        bad("model.surrogates", Samples.attack().setModel("a\ud800")),
        bad("model.surrogates", Samples.attack().setModel("\udc00\ud800")),
        bad("suite.length", Samples.campaign().setSuite("")),
        bad("suite.characters", Samples.benchmark().setSuite("a|b")),
        bad("caseId.length", Samples.attack().setCaseId("c".repeat(201))),
        bad("caseId.characters", Samples.attack().setCaseId("\u0000")),
        bad("trial.range", Samples.attack().setTrial(-1)),
        bad("trial.range", Samples.campaign().setTrial(Integer.MIN_VALUE)),
        bad("revision.range", Samples.benchmark().setRevision(-1)),
        bad("occurredAt.range", Samples.attack().setOccurredAt(Instant.ofEpochMilli(-1))),
        bad("occurredAt.range", Samples.attack().setOccurredAt(Instant.MAX)),
        bad("occurredAt.range", Samples.attack().setOccurredAt(Instant.MIN)),
        bad(
            "occurredAt.range",
            Samples.attack().setOccurredAt(Instant.ofEpochMilli(Long.MAX_VALUE))),
        bad(
            "occurredAt.future",
            Samples.attack().setOccurredAt(Instant.ofEpochMilli(Samples.TIME + 300_001))),
        bad("runId.length", Samples.attack().setRunId("r".repeat(201))),
        bad("runner.length", Samples.campaign().setRunner("r".repeat(201))),
        bad("judge.length", Samples.benchmark().setJudge("r".repeat(201))),
        bad("modelRevision.length", Samples.attack().setModelRevision("r".repeat(201))),
        bad("evidenceUri.length", Samples.attack().setEvidenceUri("r".repeat(2_001))),
        bad("runner.surrogates", Samples.attack().setRunner("\ud800")),
        bad("inputTokens.range", Samples.attack().setInputTokens(-1L)),
        bad("outputTokens.range", Samples.attack().setOutputTokens(Long.MIN_VALUE)),
        bad("inputTokens.range", Samples.attack().setInputTokens(10_000_000_001L)),
        bad("outputTokens.range", Samples.benchmark().setOutputTokens(Long.MAX_VALUE)),
        bad("latencyMs.range", Samples.benchmark().setLatencyMs(-1L)),
        bad("category.blank", Samples.attack().setCategory("")),
        bad("category.blank", Samples.attack().setCategory(" \t\u00a0\u3000\u0001")),
        bad("category.length", Samples.attack().setCategory("c".repeat(101))),
        bad("intent.blank", Samples.campaign().setIntent("  ")),
        bad("intent.length", Samples.campaign().setIntent("c".repeat(101))),
        bad("technique.length", Samples.attack().setTechnique("c".repeat(101))),
        bad("technique.length", Samples.campaign().setTechnique("c".repeat(101))),
        bad("turns.range", Samples.campaign().setTurns(0)),
        bad("turns.budget", Samples.campaign().setTurns(21)),
        bad("turnBudget.range", Samples.campaign().setTurnBudget(0)),
        bad("turnBudget.range", Samples.campaign().setTurnBudget(10_001)),
        bad("signalsLeaked.range", Samples.campaign().setSignalsLeaked(-1)),
        bad("score.range", Samples.benchmark().setScore(-0.01)),
        bad("score.range", Samples.benchmark().setScore(1.01)),
        bad("score.range", Samples.benchmark().setScore(Double.NaN)),
        bad("model.length", Samples.model().setModel("")),
        bad("displayName.length", Samples.model().setDisplayName("d".repeat(201))),
        bad("provider.length", Samples.model().setProvider("d".repeat(201))),
        bad("aliases.count", Samples.model().setAliases(Collections.nCopies(101, "a"))),
        bad("aliases.length", Samples.model().setAliases(List.of("ok", ""))),
        bad("aliases.characters", Samples.model().setAliases(List.of("a|b"))),
        bad("inputUsdPerMTok.range", Samples.model().setInputUsdPerMTok(-0.5)),
        bad("inputUsdPerMTok.range", Samples.model().setInputUsdPerMTok(Double.NaN)),
        bad(
            "outputUsdPerMTok.range",
            Samples.model().setOutputUsdPerMTok(Double.POSITIVE_INFINITY)),
        bad("retraction.pattern", Samples.retraction().setRunId(null)),
        bad("model.characters", Samples.retraction().setModel("a|b")),
        bad("runId.length", Samples.retraction().setRunId("r".repeat(201))),
        bad("suite.length", Samples.retraction().setSuite("")),
        bad("caseId.characters", Samples.retraction().setCaseId("a|b")),
        bad("trial.range", Samples.retraction().setTrial(-1)),
        bad("period.format", Samples.retraction().setPeriod("2026-13")),
        bad("period.format", Samples.retraction().setPeriod("1969-12")),
        bad("reason.length", Samples.retraction().setReason("r".repeat(1_001))),
        bad("by.length", Samples.retraction().setBy("r".repeat(201))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void eachRuleGivesItsOwnViolation(String rule, SpecificRecord event) {
    List<Violation> found = Rules.check(event, Samples.TIME);

    assertThat(found).extracting(Violation::rule).containsExactly(rule);
    assertThat(found.get(0).message())
        .startsWith(rule.substring(0, rule.indexOf('.')))
        .doesNotContainPattern("[\\p{Cntrl}\\x{2028}\\x{2029}]");
  }

  @Test
  void whatLiesOnTheBorderIsAllowed() {
    assertThat(
            Stream.of(
                    Samples.attack().setModel(WAVE.repeat(200)).build(),
                    Samples.attack().setOccurredAt(Instant.EPOCH).build(),
                    Samples.attack()
                        .setOccurredAt(Instant.ofEpochMilli(Samples.TIME + 300_000))
                        .build(),
                    Samples.attack().setEvidenceUri("u".repeat(2_000)).build(),
                    Samples.attack().setTrial(Integer.MAX_VALUE).setInputTokens(0L).build(),
                    Samples.attack()
                        .setInputTokens(Tally.MAX_TOKENS)
                        .setOutputTokens(10_000_000_000L)
                        .setLatencyMs(Long.MAX_VALUE)
                        .build(),
                    Samples.attack().setRunId("a|b\n").build(),
                    Samples.campaign().setTurns(10_000).setTurnBudget(10_000).build(),
                    Samples.campaign().setTurns(1).setTurnBudget(1).build(),
                    Samples.benchmark().setScore(0).build(),
                    Samples.benchmark().setScore(1).build(),
                    Samples.benchmark().setScore(-0.0).build(),
                    Samples.model().setAliases(Collections.nCopies(100, "a")).build(),
                    Samples.model().setInputUsdPerMTok(0.0).build(),
                    Samples.retraction().setRunId(null).setTrial(0).build(),
                    Samples.retraction().setRunId(null).setPeriod("2026-01").build())
                .flatMap(event -> Rules.check(event, Samples.TIME).stream()))
        .isEmpty();
  }

  @Test
  void timestampsAtTheEndsOfLongDoNotOverflow() {
    Instant latest = Instant.ofEpochMilli(253_402_300_799_999L);

    assertThat(Rules.check(Samples.attack().setOccurredAt(latest).build(), Long.MAX_VALUE))
        .isEmpty();
    assertThat(Rules.check(Samples.attack().setOccurredAt(latest).build(), Long.MIN_VALUE))
        .extracting(Violation::rule)
        .containsExactly("occurredAt.future");
    assertThat(
            Rules.check(Samples.attack().setOccurredAt(Instant.ofEpochMilli(300_000)).build(), -1))
        .isEmpty();
  }

  @Test
  void allViolationsAreFoundTogether() {
    CampaignResult event =
        Samples.campaign().setModel("").setTrial(-1).setIntent("").setTurns(0).build();

    assertThat(Rules.check(event, Samples.TIME))
        .extracting(Violation::rule)
        .containsExactly("model.length", "trial.range", "intent.blank", "turns.range");
  }

  @Test
  void aRecordWithoutItsFieldsIsFoundMissingThem() {
    assertThat(Rules.check(new AttackResult(), Samples.TIME))
        .extracting(Violation::rule)
        .containsExactly(
            "model.missing",
            "suite.missing",
            "caseId.missing",
            "occurredAt.missing",
            "category.missing",
            "severity.missing",
            "complexity.missing",
            "outcome.missing");
  }

  @Test
  void messagesQuoteAShortEscapedPiece() {
    String message =
        Rules.check(Samples.attack().setModel("x\n" + "y".repeat(300)).build(), Samples.TIME)
            .get(0)
            .message();

    assertThat(message).contains("\"x\\u000a" + "y".repeat(38) + "…\"").hasSizeLessThan(150);
  }

  @Test
  void aValidRecordCostsNoAllocation() {
    List<SpecificRecord> events = Samples.oneOfEach();
    int[] violations = {0};
    Runnable round =
        () -> {
          for (int i = 0; i < events.size(); i++) {
            violations[0] += Rules.check(events.get(i), Samples.TIME).size();
          }
        };
    for (int i = 0; i < 1_000; i++) {
      round.run();
    }
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < 10_000; i++) {
      round.run();
    }
    long perRecord = (threads.getThreadAllocatedBytes(id) - before) / 50_000;

    assertThat(violations[0]).isZero();
    // A period parses to objects; nothing else does, and the samples have none.
    assertThat(perRecord).isZero();
  }

  private static Arguments bad(String rule, RecordBuilder<? extends SpecificRecord> builder) {
    return Arguments.of(rule, builder.build());
  }
}
