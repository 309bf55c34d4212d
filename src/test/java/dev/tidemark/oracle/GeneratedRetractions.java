package dev.tidemark.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Retractions of every shape: each set of the five optional fields takes its turn. */
final class GeneratedRetractions {

  /** A retraction without its reason. */
  record Pattern(long timestamp, Map<String, Object> fields) {}

  private static final List<String> FIELDS = List.of("runId", "suite", "caseId", "trial", "period");
  private static final int SHAPES = 1 << FIELDS.size();

  private final Random random;
  private final GeneratedResults results;
  private final List<Integer> shapes = new ArrayList<>();
  private int next;

  GeneratedRetractions(Random random, GeneratedResults results) {
    this.random = random;
    this.results = results;
    for (int shape = 1; shape < SHAPES; shape++) {
      shapes.add(shape);
    }
    Collections.shuffle(shapes, random);
  }

  /** One that matches a result known, and sometimes none. */
  Pattern pattern(List<OracleRecord> known) {
    int shape = shapes.get(next++ % shapes.size());
    boolean narrow = (shape & 1) != 0 || (shape & 4) != 0;
    OracleRecord target = narrow ? oneOf(known) : earlyOneOf(known);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "retract");
    fields.put(
        "model",
        random.nextInt(8) == 0 ? GeneratedRegistrations.testedModel(random) : target.text("model"));
    for (int i = 0; i < FIELDS.size(); i++) {
      if ((shape & 1 << i) != 0) {
        fields.put(FIELDS.get(i), value(FIELDS.get(i), target));
      }
    }
    return new Pattern(timestamp(target, narrow), fields);
  }

  /** The same pattern with its who and why, or without. */
  Map<String, Object> withReason(Map<String, Object> pattern) {
    Map<String, Object> fields = new LinkedHashMap<>(pattern);
    if (random.nextBoolean()) {
      fields.put("reason", "judge was broken, ticket " + random.nextInt(100));
    }
    if (random.nextBoolean()) {
      fields.put("by", "ops@example.org");
    }
    return fields;
  }

  private Object value(String field, OracleRecord target) {
    return switch (field) {
      case "runId" -> target.has("runId") ? target.text("runId") : results.run();
      case "trial" -> (int) target.integer("trial");
      case "period" -> target.month().toString();
      default -> target.text(field);
    };
  }

  /** Just before, at and after its target, or, if it matches few, before or after everything. */
  private long timestamp(OracleRecord target, boolean narrow) {
    return switch (random.nextInt(narrow ? 7 : 5)) {
      case 0 -> target.timestamp() - 1;
      case 1, 2 -> target.timestamp();
      case 3 -> target.timestamp() + 1;
      case 4 -> target.timestamp() - 86_400_000L * 400;
      default -> target.timestamp() + 86_400_000L * 100;
    };
  }

  private OracleRecord oneOf(List<OracleRecord> known) {
    return known.get(random.nextInt(known.size()));
  }

  /** A pattern that matches much must be an early one, or it would leave nothing to score. */
  private OracleRecord earlyOneOf(List<OracleRecord> known) {
    OracleRecord earliest = oneOf(known);
    for (int i = 0; i < 8; i++) {
      OracleRecord other = oneOf(known);
      earliest = other.timestamp() < earliest.timestamp() ? other : earliest;
    }
    return earliest;
  }
}
