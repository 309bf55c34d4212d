package dev.tidemark.cli.verify;

import dev.tidemark.event.Standing;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Cell;
import dev.tidemark.scoring.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.avro.Schema;

/** Compares live standings with recomputed ones, field by field, bit for bit. */
final class StandingDifferences {

  private StandingDifferences() {}

  /** Every difference, a line each; when a standing was computed doesn't count. */
  static List<String> of(Map<String, Standing> live, Map<String, Standing> recomputed) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(live.keySet());
    keys.addAll(recomputed.keySet());
    for (String key : keys) {
      Standing served = live.get(key);
      Standing truth = recomputed.get(key);
      if (served == null) {
        differences.add(key + ": not in the live standings");
      } else if (truth == null) {
        differences.add(key + ": in the live standings, but no result counts for it");
      } else {
        compare(key, served, truth, differences);
      }
    }
    return differences;
  }

  private static void compare(String key, Standing live, Standing truth, List<String> differences) {
    for (Schema.Field field : Standing.getClassSchema().getFields()) {
      Object served = live.get(field.pos());
      Object expected = truth.get(field.pos());
      // Avro's equals compares doubles by their bits.
      if (field.name().equals("updatedAt") || Objects.equals(served, expected)) {
        continue;
      }
      if (field.name().equals("tally")) {
        compareCells(
            key,
            TallyRecords.fromRecord(live.getTally()),
            TallyRecords.fromRecord(truth.getTally()),
            differences);
      } else {
        differences.add(
            "%s %s: live %s, recomputed %s".formatted(key, field.name(), served, expected));
      }
    }
  }

  private static void compareCells(String key, Tally live, Tally truth, List<String> differences) {
    TreeSet<Cell> cells = new TreeSet<>(live.cells().keySet());
    cells.addAll(truth.cells().keySet());
    for (Cell cell : cells) {
      long[] served = live.cells().get(cell);
      long[] expected = truth.cells().get(cell);
      if (!Arrays.equals(served, expected)) {
        differences.add(
            "%s %s: live %s, recomputed %s"
                .formatted(key, cell, Arrays.toString(served), Arrays.toString(expected)));
      }
    }
  }
}
