package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.Complexity;
import dev.tidemark.event.ContentHash;
import dev.tidemark.event.Model;
import dev.tidemark.event.Outcome;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Severity;
import dev.tidemark.event.Skill;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Kind;
import dev.tidemark.scoring.Period;
import dev.tidemark.topology.InternalFormGoldenTest.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of the repartition topics. */
class InternalFormRecordsTest {

  static final String MODEL = "acme/日本 🌊";
  static final int PERIOD = Period.of(Samples.TIME).month();

  private static final String RESULTS = "results-repartition.";
  private static final String TALLIES = "model-tallies-repartition.";

  @ParameterizedTest
  @MethodSource("forms")
  void isReadBackAsItWasWritten(Form form) {
    form.check().accept(form.written());
  }

  static List<Form> forms() {
    List<Form> forms = new ArrayList<>(announcements());
    forms.add(attempt("attack", richAttack()));
    for (Severity severity : Severity.values()) {
      forms.add(attempt("attack-" + severity, attack(severity)));
    }
    forms.add(attempt("campaign", richCampaign()));
    forms.add(attempt("campaign-bare", Samples.campaign().build()));
    forms.add(attempt("benchmark", richBenchmark()));
    for (Skill skill : Skill.values()) {
      forms.add(attempt("benchmark-" + skill, Samples.benchmark().setSkill(skill).build()));
    }
    String key = new ResultKey(Kind.CAMPAIGN, MODEL, "a b", "}", Integer.MAX_VALUE).text();
    forms.add(results("extreme", key, new Attempt(119_999, extremeVersion())));
    forms.addAll(tallies());
    return forms;
  }

  /** With every field there is, each number as far out as it goes. */
  static ResultVersion extremeVersion() {
    return new ResultVersion(
        Integer.MAX_VALUE,
        new RecordId(Long.MAX_VALUE, new ContentHash(-1, Long.MIN_VALUE)),
        "",
        new Contribution(
            dev.tidemark.scoring.Outcome.INCONCLUSIVE,
            "\0",
            3,
            3,
            new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -64, 64},
            "é",
            "~",
            "\uffff",
            "x".repeat(130)),
        id(0));
  }

  /** One of several ids, each later than the one before. */
  static RecordId id(int number) {
    return new RecordId(Samples.TIME + number, new ContentHash(-2 - number, 1L << number));
  }

  static Withdrawal richWithdrawal() {
    return Announcements.withdrawal(
        Retraction.newBuilder()
            .setModel(MODEL)
            .setRunId("run-é")
            .setSuite("pack 3")
            .setCaseId("}")
            .setTrial(70_000)
            .setPeriod("9999-12")
            .setBy("ana")
            .setReason("judge 🌊 is broken")
            .build(),
        id(1));
  }

  static Registration richRegistration() {
    return Announcements.registration(
        Samples.model()
            .setModel(MODEL)
            .setProvider("Acmé")
            .setAliases(List.of("acme-1", "é"))
            .setOutputUsdPerMTok(Double.MIN_VALUE)
            .build(),
        id(2));
  }

  static Registration bareRegistration() {
    return Announcements.registration(Model.newBuilder().setModel("m").build(), id(3));
  }

  private static List<Form> announcements() {
    Withdrawal bare =
        Announcements.withdrawal(
            Retraction.newBuilder().setModel("m").setPeriod("1970-01").build(), id(1));
    return List.of(
        results("withdrawal", MODEL, richWithdrawal()),
        results("withdrawal-bare", "m", bare),
        results("registration", MODEL, richRegistration()),
        results("registration-bare", "m", bareRegistration()),
        tallies("withdrawal", MODEL, richWithdrawal()),
        tallies("withdrawal-bare", "m", bare),
        tallies("registration", MODEL, richRegistration()),
        tallies("registration-bare", "m", bareRegistration()));
  }

  private static List<Form> tallies() {
    List<Form> forms = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      long[] counts = new long[dimension.width()];
      Arrays.setAll(counts, i -> (i % 2 == 0 ? 1L : -1L) << 9 * i);
      forms.add(part(dimension.name(), false, Map.of(new Cell(dimension, "é🌊", 3, 2), counts)));
    }
    Map<Cell, long[]> cells = new LinkedHashMap<>();
    for (int i = 0; i < InternalFormTest.NUMBERS.length; i++) {
      String name = InternalFormTest.NAMES.get(i / 2); // each twice: the second is left out
      cells.put(
          new Cell(Dimension.RUNNER, name, i % 2, 0), new long[] {InternalFormTest.NUMBERS[i]});
    }
    forms.add(part("numbers", true, cells));
    forms.add(part("empty", true, Map.of()));
    return forms;
  }

  private static Form part(String what, boolean whole, Map<Cell, long[]> cells) {
    long lastResultAt = cells.isEmpty() ? 0 : Samples.TIME;
    PartitionTally part = new PartitionTally(124, "carried é", whole, cells, lastResultAt);
    return tallies(what, MODEL + "|2026-03", part);
  }

  private static Form attempt(String what, AttackResult attack) {
    ResultVersion version = Attempts.version(attack, id(0));
    return results(what, Attempts.key(attack).text(), new Attempt(PERIOD, version));
  }

  private static Form attempt(String what, CampaignResult campaign) {
    ResultVersion version = Attempts.version(campaign, id(0));
    return results(what, Attempts.key(campaign).text(), new Attempt(PERIOD, version));
  }

  private static Form attempt(String what, BenchmarkResult benchmark) {
    ResultVersion version = Attempts.version(benchmark, id(0));
    return results(what, Attempts.key(benchmark).text(), new Attempt(PERIOD, version));
  }

  private static AttackResult attack(Severity severity) {
    int number = severity.ordinal();
    return Samples.attack()
        .setRunId(null)
        .setInputTokens(null)
        .setSeverity(severity)
        .setComplexity(Complexity.values()[3 - number])
        .setOutcome(Outcome.values()[number % 3])
        .build();
  }

  private static AttackResult richAttack() {
    return Samples.attack()
        .setModel(MODEL)
        .setTrial(3)
        .setRevision(200)
        .setRunner("farm é")
        .setJudge("judge-7")
        .setModelRevision("2026-03-01")
        .setTechnique("Many Shot")
        .setOutputTokens(10_000_000_000L)
        .build();
  }

  private static CampaignResult richCampaign() {
    return Samples.campaign()
        .setModel(MODEL)
        .setTrial(3)
        .setRevision(1)
        .setRunId("run-é")
        .setRunner("farm é")
        .setJudge("judge-7")
        .setModelRevision("2026-03-01")
        .setTechnique("Crescendo")
        .setOutcome(Outcome.BREACHED)
        .setSignalsLeaked(2)
        .build();
  }

  private static BenchmarkResult richBenchmark() {
    return Samples.benchmark()
        .setModel(MODEL)
        .setTrial(3)
        .setRevision(1)
        .setRunId("run-é")
        .setRunner("farm é")
        .setJudge("judge-7")
        .setModelRevision("2026-03-01")
        .build();
  }

  private static Form results(String what, String key, LedgerInput value) {
    return form(RESULTS + what, InternalSerdes.ledgerInput(), key, value);
  }

  private static Form tallies(String what, String key, ScoreInput value) {
    return form(TALLIES + what, InternalSerdes.scoreInput(), key, value);
  }

  private static <T> Form form(String name, Serde<T> serde, String key, T value) {
    Bytes keyBytes = Bytes.wrap(Serdes.String().serializer().serialize("t", key));
    return Form.of(
        name,
        rows -> rows.put(keyBytes, serde.serializer().serialize("t", value)),
        rows ->
            assertThat(serde.deserializer().deserialize("t", rows.get(keyBytes)))
                .hasSameClassAs(value)
                .usingRecursiveComparison()
                .isEqualTo(value));
  }
}
