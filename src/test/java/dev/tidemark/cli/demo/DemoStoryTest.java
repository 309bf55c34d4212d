package dev.tidemark.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.event.AttackResult;
import dev.tidemark.event.EventJson;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Rules;
import dev.tidemark.scoring.Period;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class DemoStoryTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

  @Test
  void everyLineObeysTheRules() throws Exception {
    // When
    List<String> lines = all(new DemoStory(CLOCK));

    // Then
    assertThat(lines).hasSizeGreaterThan(50_000);
    for (String line : lines) {
      SpecificRecord event = EventJson.parse(line);
      assertThat(Rules.check(event, CLOCK.millis())).as(line).isEmpty();
    }
  }

  @Test
  void everyStartTellsTheSame() {
    assertThat(all(new DemoStory(CLOCK))).isEqualTo(all(new DemoStory(CLOCK)));
  }

  @Test
  void theOpeningShowsTheWholeFieldThisMonth() throws Exception {
    // When
    List<String> lines = new DemoStory(CLOCK).opening().stream().flatMap(List::stream).toList();

    // Then
    Set<String> models =
        attacks(lines).stream()
            .filter(
                attack ->
                    Period.of(attack.getOccurredAt().toEpochMilli()).toString().equals("2026-11"))
            .map(AttackResult::getModel)
            .collect(Collectors.toSet());
    assertThat(models)
        .containsAll(DemoModel.all().stream().map(DemoModel::name).toList())
        .contains("mosaic-latest");
  }

  @Test
  void theBrokenJudgesRunIsWithdrawnInEachRound() throws Exception {
    // Given
    List<String> lines = ticks(new DemoStory(CLOCK), 2 * DemoStory.ROUND);

    // When
    List<Retraction> retractions = new ArrayList<>();
    for (String line : lines) {
      if (EventJson.parse(line) instanceof Retraction retraction) {
        retractions.add(retraction);
      }
    }

    // Then
    assertThat(retractions)
        .extracting(Retraction::getRunId)
        .containsExactly("nightly-1", "nightly-2");
    for (Retraction retraction : retractions) {
      assertThat(attacks(lines))
          .filteredOn(attack -> retraction.getRunId().equals(attack.getRunId()))
          .hasSizeGreaterThan(150)
          .allSatisfy(attack -> assertThat(attack.getModel()).isEqualTo(retraction.getModel()))
          .allSatisfy(attack -> assertThat(attack.getOutcome().name()).isNotEqualTo("RESISTED"));
    }
  }

  private static List<AttackResult> attacks(List<String> lines) throws Exception {
    List<AttackResult> attacks = new ArrayList<>();
    for (String line : lines) {
      if (EventJson.parse(line) instanceof AttackResult attack) {
        attacks.add(attack);
      }
    }
    return attacks;
  }

  private static List<String> all(DemoStory story) {
    List<String> lines = new ArrayList<>();
    story.opening().forEach(lines::addAll);
    story.history().forEach(lines::addAll);
    lines.addAll(ticks(story, DemoStory.ROUND));
    return lines;
  }

  private static List<String> ticks(DemoStory story, int ticks) {
    return IntStream.range(0, ticks).mapToObj(story::tick).flatMap(List::stream).toList();
  }
}
