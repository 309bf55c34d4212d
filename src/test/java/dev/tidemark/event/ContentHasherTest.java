package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ContentHasherTest {

  private final ContentHasher hasher = new ContentHasher();

  /** Ledgers keep these hashes for ever: a change here would reorder stored versions. */
  @Test
  void hashesAreFrozen() {
    assertThat(Samples.oneOfEach())
        .extracting(event -> hasher.hash(event).toString())
        .containsExactly(
            "20ba33aad2b393513080e9920558f3c5",
            "346ef4b3664fbb7257a0935e2de6c43b",
            "c1864b5987761a1ebaf1bbe7e694a0a9",
            "f3040253b49abc8c915b9690377e9108",
            "2c61626e3015a48db43a603196f5d197");
  }

  @Test
  void anExplicitDefaultIsAnAbsentField() {
    ContentHash absent = hasher.hash(Samples.attack().build());
    ContentHash explicit =
        hasher.hash(Samples.attack().setTrial(0).setRevision(0).setRunner(null).build());

    assertThat(explicit).isEqualTo(absent);
    assertThat(hasher.hash(Model.newBuilder().setModel("m").setAliases(List.of()).build()))
        .isEqualTo(hasher.hash(Model.newBuilder().setModel("m").build()));
  }

  @Test
  void everyFieldCountsAndNoneIsTakenForAnother() {
    // Given
    List<SpecificRecord> different =
        List.of(
            Samples.attack().build(),
            Samples.attack().setTrial(1).build(),
            Samples.attack().setRevision(1).build(),
            Samples.attack().setRunner("x").build(),
            Samples.attack().setJudge("x").build(),
            Samples.attack().setJudge("").build(),
            Samples.attack().setModel("acme/on").setSuite("epack-3").build(),
            Samples.attack().setInputTokens(null).setOutputTokens(120L).build(),
            Samples.attack().setOccurredAt(Instant.ofEpochMilli(Samples.TIME + 1)).build(),
            Samples.attack().setOutcome(Outcome.RESISTED).build(),
            Samples.attack().setCategory("Data Leak\0").build(),
            Samples.attack().setTechnique("\ud83c\udf0a").build(),
            Samples.attack().setTechnique("\udf0a\ud83c").build(),
            Samples.attack().setTechnique("?").build(),
            Samples.attack().setTechnique("é").build(),
            Samples.model().setAliases(List.of("acme-1one")).build(),
            Samples.model().setAliases(List.of("one", "acme-1")).build(),
            Model.newBuilder().setModel("m").build(),
            Retraction.newBuilder().setModel("m").build());

    // When
    Set<ContentHash> hashes = new HashSet<>();
    different.forEach(event -> hashes.add(hasher.hash(event)));

    // Then
    assertThat(hashes).hasSameSizeAs(different);
  }

  @Test
  void zerosAreOne() {
    assertThat(hasher.hash(Samples.benchmark().setScore(-0.0).build()))
        .isEqualTo(hasher.hash(Samples.benchmark().setScore(0.0).build()));
    assertThat(hasher.hash(Samples.model().setInputUsdPerMTok(-0.0).build()))
        .isEqualTo(hasher.hash(Samples.model().setInputUsdPerMTok(0.0).build()));
  }

  @Test
  void aRecordLargerThanTheBufferIsHashed() {
    String uri = "é".repeat(2_000);
    ContentHash first = hasher.hash(Samples.attack().setEvidenceUri(uri + "a").build());
    ContentHash second = hasher.hash(Samples.attack().setEvidenceUri(uri + "b").build());

    assertThat(first)
        .isNotEqualTo(second)
        .isEqualTo(new ContentHasher().hash(Samples.attack().setEvidenceUri(uri + "a").build()));
  }

  @Test
  void hashesAreOrderedAsUnsignedNumbers() {
    List<ContentHash> ascending =
        List.of(
            new ContentHash(0, 0),
            new ContentHash(0, 1),
            new ContentHash(0, -1),
            new ContentHash(1, 0),
            new ContentHash(-1, 0));

    assertThat(ascending).isSorted();
    assertThat(ascending.get(2)).hasToString("0000000000000000ffffffffffffffff");
  }
}
