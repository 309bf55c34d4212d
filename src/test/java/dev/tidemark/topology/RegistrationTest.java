package dev.tidemark.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.Model;
import dev.tidemark.event.Samples;
import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Dimension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aliases and prices (README, Events): what a registration moves, and that undoing undoes. */
class RegistrationTest {

  private static final long TIME = Samples.TIME;
  private static final Cell SUITE = Cell.of(Dimension.ATTACK_SUITE, "pack-3");

  @TempDir Path stateDir;
  private TopologyDriver topology;

  @BeforeEach
  void open() {
    topology = new TopologyDriver(stateDir);
  }

  @AfterEach
  void close() {
    topology.close();
  }

  @Test
  void anAliasMovesTheTallyAndUndoingItMovesItBackBitForBit() {
    // Given
    topology.send(attack("maker/x", 1), TIME).send(attack("other/x", 2), TIME);
    Map<String, Standing> before = new TreeMap<>(topology.standings());
    topology.takeEmitted();

    // When
    topology.send(model("maker/x", "other/x"), TIME);

    // Then
    assertThat(suite("maker/x")).containsExactly(2, 0, 0);
    assertThat(topology.takeEmitted())
        .filteredOn(record -> record.value() == null)
        .extracting(TestRecord::key)
        .containsExactly("other/x|2026-03");

    // When
    topology.send(model("maker/x"), TIME + 1);

    // Then
    assertThat(withoutTime(topology.standings())).isEqualTo(withoutTime(before));
  }

  @Test
  void anAliasClaimedTwiceGoesToTheLaterRegistrationThenToTheGreaterName() {
    // Given
    topology.send(attack("x", 1), TIME);

    // When
    topology.send(model("b", "x"), TIME + 1).send(model("a", "x"), TIME);
    assertThat(topology.standings()).containsOnlyKeys("b|2026-03");
    topology.send(model("a", "x"), TIME + 1);
    assertThat(topology.standings()).containsOnlyKeys("b|2026-03");
    topology.send(model("a", "x"), TIME + 2);

    // Then
    assertThat(topology.standings()).containsOnlyKeys("a|2026-03");
    topology.send(model("a"), TIME + 3);
    assertThat(topology.standings()).containsOnlyKeys("b|2026-03");
  }

  @Test
  void anAliasIsOneStepAndNoChain() {
    // When
    topology
        .send(attack("x", 1), TIME)
        .send(model("y", "x"), TIME)
        .send(model("z", "y"), TIME)
        .send(attack("y", 1), TIME)
        .send(model("z", "y", "z"), TIME + 1);

    // Then
    assertThat(suite("y")).containsExactly(1, 0, 0);
    assertThat(suite("z")).containsExactly(1, 0, 0);
  }

  @Test
  void anAliasThatMovesBeforeTheFirstSendLeavesNothingBehind() {
    // When
    topology.send(attack("x", 1), TIME).send(model("a", "x"), TIME).send(model("a"), TIME + 1);
    topology.send(model("b", "x"), TIME + 2);

    // Then
    assertThat(topology.standings()).containsOnlyKeys("b|2026-03");
  }

  @Test
  void aPriceChangeScoresEveryPeriodAnew() {
    // Given
    topology
        .send(attack("acme/one", 1), TIME)
        .send(Samples.attack().setOccurredAt(Instant.EPOCH).build(), TIME)
        .send(price(10.0), TIME);
    Standing first = topology.standings().get("acme/one|2026-03");

    // When
    topology.send(price(20.0), TIME + 1).send(price(99.0), TIME);

    // Then
    Standing second = topology.standings().get("acme/one|2026-03");
    assertThat(first.getInputUsdPerMTok()).isEqualTo(10.0);
    assertThat(second.getInputUsdPerMTok()).isEqualTo(20.0);
    assertThat(second.getCos()).isEqualTo(2 * first.getCos());
    assertThat(topology.standings().get("acme/one|1970-01").getInputUsdPerMTok()).isEqualTo(20.0);
  }

  @Test
  void pricesOfZeroOfEitherSignAreTheSameRegistration() {
    for (List<Double> order : List.of(List.of(0.0, -0.0), List.of(-0.0, 0.0))) {
      String model = "model-" + order;
      // Given
      topology.send(attack(model, 1), TIME);

      // When
      for (Double price : order) {
        topology.send(
            Model.newBuilder()
                .setModel(model)
                .setInputUsdPerMTok(price)
                .setOutputUsdPerMTok(price)
                .build(),
            TIME);
      }

      // Then
      Standing standing = topology.standings().get(model + "|2026-03");
      assertThat(Double.doubleToLongBits(standing.getInputUsdPerMTok())).as(model).isZero();
      assertThat(Double.doubleToLongBits(standing.getOutputUsdPerMTok())).as(model).isZero();
    }
  }

  @Test
  void aRegisteredModelWithoutResultsHasNoStanding() {
    topology.send(model("a", "b"), TIME);
    assertThat(topology.standings()).isEmpty();
  }

  @Test
  void namesWithAnythingButTheSeparatorKeepTheirTalliesApart() {
    // Given
    List<String> names =
        List.of("a", "a}", "a ", "a/b", "a:b", "a\u00e9", "a\ud83c\udf0a", "a\uffff", "}", "x");

    // When
    for (String name : names) {
      topology.send(attack(name, 1), TIME);
    }
    topology.send(model("a"), TIME).send(model("a\uffff", "a\ud83c\udf0a"), TIME);

    // Then
    for (String name : names) {
      assertThat(suite(name))
          .as(name)
          .isEqualTo(
              switch (name) {
                case "a\ud83c\udf0a" -> null;
                case "a\uffff" -> new long[] {2, 0, 0};
                default -> new long[] {1, 0, 0};
              });
    }
  }

  private long[] suite(String model) {
    return topology.cell(model + "|2026-03", SUITE);
  }

  private static Map<String, Standing> withoutTime(Map<String, Standing> standings) {
    Map<String, Standing> copies = new TreeMap<>();
    standings.forEach(
        (key, standing) ->
            copies.put(key, Standing.newBuilder(standing).setUpdatedAt(Instant.EPOCH).build()));
    return copies;
  }

  private static AttackResult attack(String model, int i) {
    return Samples.attack().setModel(model).setCaseId("case-" + i).build();
  }

  private static Model model(String name, String... aliases) {
    return Model.newBuilder().setModel(name).setAliases(List.of(aliases)).build();
  }

  private static Model price(double input) {
    return Samples.model().setInputUsdPerMTok(input).setOutputUsdPerMTok(0.0).build();
  }
}
