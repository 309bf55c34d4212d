package dev.tidemark.oracle;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Which registration of each model is in force and which name each alias stands for. */
final class OracleModels {

  private final Map<String, OracleRecord> registrations;
  private final Map<String, String> canonicalByAlias = new HashMap<>();

  OracleModels(List<OracleRecord> records) {
    registrations =
        records.stream()
            .filter(record -> record.type().equals("model"))
            .collect(
                Collectors.toMap(
                    record -> record.text("model"),
                    record -> record,
                    BinaryOperator.maxBy(OracleRecord.BY_TIME_AND_HASH)));
    // From the weakest claim to the strongest: the last to claim an alias has it.
    registrations.values().stream()
        .sorted(
            Comparator.comparingLong(OracleRecord::timestamp)
                .thenComparing(record -> record.text("model")))
        .forEach(this::claimAliases);
  }

  private void claimAliases(OracleRecord registration) {
    String model = registration.text("model");
    if (registration.has("aliases")) {
      for (Object alias : (Collection<?>) registration.fields().get("aliases")) {
        if (!alias.equals(model)) {
          canonicalByAlias.put((String) alias, model);
        }
      }
    }
  }

  /** The name under which results that carry this name count: one step, no chains. */
  String canonical(String name) {
    return canonicalByAlias.getOrDefault(name, name);
  }

  /** A text field of the registration in force, null without one. */
  String text(String model, String field) {
    return registrations.containsKey(model) ? registrations.get(model).text(field) : null;
  }

  /** A price of the registration in force, null without one. */
  Double price(String model, String field) {
    return registrations.containsKey(model) ? registrations.get(model).decimal(field) : null;
  }
}
