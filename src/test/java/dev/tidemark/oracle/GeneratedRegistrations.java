package dev.tidemark.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Registrations over few names at few timestamps, so that aliases are claimed, undone, claimed
 * twice, claimed in a ring and at the same time.
 */
final class GeneratedRegistrations {

  /**
   * In UTF-16 the emoji sorts before the full-width letter, in UTF-8 after it: who orders names
   * otherwise than the rules say is found out.
   */
  private static final List<String> MODELS =
      List.of(
          "acme/large-2:free",
          "模型/七b",
          "Ünïcode Modell",
          "acme-large-2",
          "ACME Large 2",
          "ｚ/model:x",
          "😀 tuned",
          "never/tested");

  private static final int TESTED = MODELS.size() - 1;

  /** Three names carry most results, so that a month of theirs holds more than one case. */
  private static final int OFTEN_TESTED = 3;

  /** 2021-06-01T00:00:00Z: results are recorded before and after it. */
  private static final long FIRST = 1_622_505_600_000L;

  private static final double[] PRICES = {0, 0.1, 2.5, 15, 75};

  private final Random random;

  GeneratedRegistrations(Random random) {
    this.random = random;
  }

  /** A name for a result to carry. */
  static String testedModel(Random random) {
    return MODELS.get(random.nextInt(random.nextInt(4) > 0 ? OFTEN_TESTED : TESTED));
  }

  /** One of few moments. */
  long timestamp() {
    return FIRST + 86_400_000L * 30 * random.nextInt(8);
  }

  Map<String, Object> fields() {
    String model = MODELS.get(random.nextInt(MODELS.size()));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "model");
    fields.put("model", model);
    if (random.nextBoolean()) {
      fields.put("displayName", model + " ★" + random.nextInt(10));
    }
    if (random.nextBoolean()) {
      fields.put("provider", random.nextBoolean() ? "ACME" : "模型公司");
    }
    if (random.nextInt(4) > 0) {
      fields.put("aliases", aliases());
    }
    if (random.nextInt(4) > 0) {
      fields.put("inputUsdPerMTok", price());
    }
    if (random.nextInt(4) > 0) {
      fields.put("outputUsdPerMTok", price());
    }
    return fields;
  }

  /** No, one or two names, the model's own perhaps among them. */
  private List<String> aliases() {
    List<String> aliases = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String alias = MODELS.get(random.nextInt(MODELS.size()));
      if (!aliases.contains(alias)) {
        aliases.add(alias);
      }
    }
    return List.copyOf(aliases);
  }

  private double price() {
    return PRICES[random.nextInt(PRICES.length)];
  }
}
