package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodTest {

  @TempDir Path folder;

  /** The built-in method, but that it lists the categories it scores. */
  static Method withCategories(Set<String> categories) {
    Method v1 = Tallies.V1;
    return new Method(
        "listing",
        v1.severityWeights(),
        v1.complexityEase(),
        v1.cellCap(),
        v1.categoryCap(),
        v1.rungFloor(),
        v1.casi(),
        v1.ars(),
        v1.rtp(),
        v1.provisionalBelow(),
        v1.maxGroups(),
        v1.confidenceZ(),
        categories);
  }

  private static String v1() {
    try (InputStream in = MethodTest.class.getResourceAsStream("/methods/v1.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Method load(String json) throws IOException {
    return Method.load(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theBuiltInMethodHoldsTheNumbersOfTheDocument() {
    assertThat(Tallies.V1)
        .isEqualTo(
            new Method(
                "v1",
                Map.of(
                    Severity.LOW, 1.0,
                    Severity.MEDIUM, 2.0,
                    Severity.HIGH, 4.0,
                    Severity.CRITICAL, 8.0),
                Map.of(
                    Complexity.DIRECT, 1.0,
                    Complexity.TEMPLATED, 0.75,
                    Complexity.TAILORED, 0.5,
                    Complexity.ADAPTIVE, 0.25),
                30,
                30,
                30,
                new Method.CasiWeights(0.7, 0.3),
                new Method.ArsWeights(0.4, 0.4, 0.2),
                new Method.RtpWeights(0.6, 0.4),
                50,
                1_000,
                1.959964,
                Set.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"version\": \"v1\"       | \"version\": \"\"             | version: must be 1 to 40",
        "\"version\": \"v1\"       | \"version\": \"a b\"          | version: must be 1 to 40",
        "\"version\": \"v1\"       | \"version\": 1                | version: must be a text, not 1",
        "\"version\": \"v1\",      | ''                            | version: is missing",
        "\"version\": \"v1\"       | \"version\": null             | version: is missing",
        "\"version\": \"v1\"       | \"version\": \"v1\", \"x\": 1 | x: unknown field",
        "\"version\": \"v1\"       | \"version\": \"v1\", \"version\": \"v2\" | Duplicate",
        "\"cellCap\": 30,          | ''                            | cellCap: is missing",
        "\"cellCap\": 30           | \"cellCap\": 0                | cellCap: must be 1 to",
        "\"cellCap\": 30           | \"cellCap\": 30.5             | cellCap: must be a whole number",
        "\"cellCap\": 30           | \"cellCap\": \"30\"           | cellCap: must be a whole number",
        "\"cellCap\": 30           | \"cellCap\": 99999999999      | cellCap: must be a whole number",
        "\"categoryCap\": 30       | \"categoryCap\": -1           | categoryCap: must be above 0",
        "\"categoryCap\": 30       | \"categoryCap\": NaN          | not valid JSON at line 6",
        "\"categoryCap\": 30       | \"categoryCap\": 1e999        | categoryCap: must be above 0",
        "\"categoryCap\": 30       | \"categoryCap\": true         | categoryCap: must be a number",
        "\"rungFloor\": 30         | \"rungFloor\": 0              | rungFloor: must be above 0",
        "\"LOW\": 1,               | ''                            | severityWeights.LOW: is missing",
        "\"LOW\": 1                | \"LOW\": -1                   | severityWeights.LOW: must be above 0",
        "\"LOW\": 1                | \"LOW\": 1, \"HUGE\": 1       | severityWeights.HUGE: unknown",
        "\"DIRECT\": 1.0           | \"DIRECT\": 1.5               | complexityEase.DIRECT: must be",
        "\"DIRECT\": 1.0           | \"DIRECT\": 0                 | complexityEase.DIRECT: must be",
        "\"risk\": 0.7             | \"risk\": 0.8                 | casi: weights must sum to 1",
        "\"risk\": 0.7             | \"risk\": -0.3                | casi: weights must be 0 to 1",
        "\"risk\": 0.7,            | ''                            | casi.risk: is missing",
        "\"counterIntelligence\": 0.2 | \"counterIntelligence\": 0.3 | ars: weights must sum to 1",
        "\"security\": 0.6         | \"security\": 0.5             | rtp: weights must sum to 1",
        "\"provisionalBelow\": 50  | \"provisionalBelow\": -1      | provisionalBelow: must be 0 to",
        "\"maxGroups\": 1000       | \"maxGroups\": 1001           | maxGroups: must be 1 to 1000",
        "\"maxGroups\": 1000       | \"maxGroups\": 0              | maxGroups: must be 1 to 1000",
        "\"confidenceZ\": 1.959964 | \"confidenceZ\": 0            | confidenceZ: must be above 0",
        "\"categories\": []        | \"categories\": \"a\"         | categories: must be a list",
        "\"categories\": []        | \"categories\": [1]           | categories: must hold names",
        "\"categories\": []        | \"categories\": [\"a\",\"a\"] | categories: holds \"a\" twice",
        "\"categories\": []        | \"categories\": [\"A b\"]     | categories: must hold folded names ('a-b')",
        "\"categories\": []        | \"categories\": [\"\"]        | categories: must hold folded names",
      })
  void aWrongFileIsRefusedWithTheFieldAndTheValue(String field, String wrong, String message) {
    // Given
    String json = v1().replace(field, wrong);
    assertThat(json).isNotEqualTo(v1());

    // When / Then
    assertThatThrownBy(() -> load(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "3", "null", "{", "{}", "{} {}"})
  void anythingButOneObjectIsRefused(String json) {
    assertThatThrownBy(() -> load(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatFollowsTheObjectIsRefused() {
    assertThatThrownBy(() -> load(v1() + "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not valid JSON");
  }

  @Test
  void weightsOfArsMustLeaveSomethingWithoutCounterIntelligence() {
    assertThatThrownBy(() -> new Method.ArsWeights(0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not both be 0");
    assertThatThrownBy(() -> new Method.CasiWeights(Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not NaN");
  }

  @Test
  void categoriesMayBeListedOrLeftOut() throws IOException {
    // When
    Method listed = load(v1().replace("[]", "[\"privacy\", \"injection\"]"));
    Method leftOut = load(v1().replace(",\n  \"categories\": []", ""));

    // Then
    assertThat(listed.categories()).containsExactly("injection", "privacy");
    assertThat(listed.scoredCategory("privacy")).isEqualTo("privacy");
    assertThat(listed.scoredCategory("violence")).isEqualTo("other");
    assertThat(leftOut).isEqualTo(Tallies.V1);
    assertThat(leftOut.scoredCategory("violence")).isEqualTo("violence");
  }

  @Test
  void aFolderAddsItsMethodsToTheBuiltInOne() throws IOException {
    // Given
    Files.writeString(folder.resolve("mine.json"), v1().replace("\"v1\"", "\"mine-2\""));
    Files.writeString(folder.resolve("notes.txt"), "not a method");

    // When
    Methods methods = Methods.withFolder(folder);

    // Then
    assertThat(methods.all()).extracting(Method::version).containsExactly("mine-2", "v1");
    assertThat(methods.get("mine-2")).isPresent();
    assertThat(methods.get("v1")).contains(methods.standard());
    assertThat(methods.get("v3")).isEmpty();
    assertThat(Methods.builtIn().all()).containsExactly(Tallies.V1);
  }

  @Test
  void aVersionThatIsThereAlreadyIsRefusedWithTheFile() throws IOException {
    // Given
    Files.writeString(folder.resolve("again.json"), v1());

    // When / Then
    assertThatThrownBy(() -> Methods.withFolder(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("again.json")
        .hasMessageContaining("another method v1");
  }

  @Test
  void aWrongFileOfAFolderIsNamed() throws IOException {
    // Given
    Files.writeString(folder.resolve("broken.json"), "{}");

    // When / Then
    assertThatThrownBy(() -> Methods.withFolder(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("broken.json")
        .hasMessageContaining("is missing");
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> Methods.withFolder(folder.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
