package dev.tidemark.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.YearMonth;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventGeneratorTest {

  private static final List<String> PATTERN =
      List.of("runId", "suite", "caseId", "trial", "period");

  @Test
  void aSeedNamesASet() {
    assertThat(events(7, 500)).isEqualTo(events(7, 500)).isNotEqualTo(events(8, 500));
  }

  @Test
  void theSetHasAboutTheSizeAskedFor() {
    assertThat(events(9, 300)).hasSizeBetween(300, 320);
  }

  @Test
  void retractionsHaveEveryShape() {
    // When
    Set<Set<String>> shapes =
        events(1, 2_000).stream()
            .filter(event -> event.type().equals("retract"))
            .map(event -> PATTERN.stream().filter(event::has).collect(Collectors.toSet()))
            .collect(Collectors.toSet());

    // Then: 2^5 - 1
    assertThat(shapes).hasSize(31).doesNotContain(Set.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theWorldIsAsCarelessAsPromised(long seed) {
    // Given
    List<OracleRecord> events = events(seed, 2_000);

    // When
    OracleLedger ledger = new OracleLedger(events.stream().filter(e -> !e.isDeadLetter()).toList());
    var standings = Oracle.standings(events).values();

    // Then: exact duplicates, ties, late results
    assertThat(new HashSet<>(events)).hasSizeLessThan(events.size());
    assertThat(count(events, OracleRecord::isDeadLetter)).isBetween(1L, 100L);
    assertThat(versionsThatOnlyTheHashTellsApart(events)).isPositive();
    // much is withdrawn, more stands
    assertThat(ledger.withdrawals().size()).isBetween(50, 900);
    assertThat(ledger.winners().values().stream().mapToInt(Map::size).sum()).isGreaterThan(500);
    // there is something to score and to compare
    assertThat(standings)
        .anyMatch(standing -> standing.rtp() != null)
        .anyMatch(standing -> standing.arsRtp() != null)
        .anyMatch(standing -> standing.regressed() > 0)
        .anyMatch(standing -> standing.fixed() > 0)
        .anyMatch(standing -> standing.coverage() != null && standing.coverage() > 0)
        .anyMatch(standing -> standing.coverage() == null);
    Set<YearMonth> months =
        events.stream()
            .filter(OracleRecord::isResult)
            .map(OracleRecord::month)
            .collect(Collectors.toSet());
    assertThat(months).hasSizeGreaterThan(8);
  }

  @Test
  void aliasesAreClaimedTwiceChainedAndUndone() {
    // When: over some seeds, since each set holds few registrations
    var sets = LongStream.range(0, 10).mapToObj(seed -> events(seed, 1_000)).toList();

    // Then
    assertThat(sets)
        .anyMatch(EventGeneratorTest::someAliasIsClaimedTwice)
        .anyMatch(EventGeneratorTest::someClaimIsChained)
        .anyMatch(EventGeneratorTest::someClaimIsUndone);
  }

  @Test
  void someModelsAreRegisteredWithPricesAndSomeWithout() {
    // When: over some seeds, since each set holds few models
    var standings =
        LongStream.range(0, 10)
            .mapToObj(seed -> Oracle.standings(events(seed, 300)).values())
            .flatMap(Collection::stream)
            .toList();

    // Then
    assertThat(standings)
        .anyMatch(standing -> standing.cos() != null && standing.effectiveCos() != null)
        .anyMatch(standing -> standing.arsCos() != null)
        .anyMatch(standing -> standing.casi().score() != null && standing.cos() == null)
        .anyMatch(standing -> standing.displayName() != null)
        .anyMatch(standing -> standing.displayName() == null);
  }

  private static boolean someAliasIsClaimedTwice(List<OracleRecord> events) {
    var inForce = registrationsInForce(events);
    return inForce.stream()
        .flatMap(registration -> aliases(registration).stream())
        .anyMatch(alias -> count(inForce, other -> aliases(other).contains(alias)) > 1);
  }

  private static boolean someClaimIsChained(List<OracleRecord> events) {
    var inForce = registrationsInForce(events);
    return inForce.stream()
        .filter(registration -> !aliases(registration).isEmpty())
        .anyMatch(
            registration ->
                count(inForce, other -> aliases(other).contains(registration.text("model"))) > 0);
  }

  private static boolean someClaimIsUndone(List<OracleRecord> events) {
    var inForce = registrationsInForce(events);
    Set<String> claimed =
        inForce.stream()
            .flatMap(registration -> aliases(registration).stream())
            .collect(Collectors.toSet());
    return events.stream()
        .filter(event -> event.type().equals("model"))
        .anyMatch(registration -> !claimed.containsAll(aliases(registration)));
  }

  private static List<OracleRecord> registrationsInForce(List<OracleRecord> events) {
    return events.stream()
        .filter(event -> event.type().equals("model"))
        .collect(Collectors.groupingBy(event -> event.text("model")))
        .values()
        .stream()
        .map(same -> same.stream().max(OracleRecord.BY_TIME_AND_HASH).orElseThrow())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<String> aliases(OracleRecord registration) {
    return (List<String>) registration.fields().getOrDefault("aliases", List.of());
  }

  private static long versionsThatOnlyTheHashTellsApart(List<OracleRecord> events) {
    return events.stream()
        .filter(OracleRecord::isResult)
        .distinct()
        .collect(
            Collectors.groupingBy(
                event ->
                    List.of(
                        OracleLedger.Identity.of(event),
                        event.month(),
                        event.timestamp(),
                        event.integer("revision")),
                Collectors.counting()))
        .values()
        .stream()
        .filter(records -> records > 1)
        .count();
  }

  private static long count(List<OracleRecord> events, Predicate<OracleRecord> condition) {
    return events.stream().filter(condition).count();
  }

  private static List<OracleRecord> events(long seed, int count) {
    return EventGenerator.events(new Random(seed), ContentHash::of, count);
  }
}
