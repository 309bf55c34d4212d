package dev.tidemark.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelTableTest {

  private record Row(RecordId id, String model, List<String> aliases)
      implements ModelTable.Registered {}

  @Test
  void saysTheSameInAnyOrderAndAfterItWasMadeAnewOfTheWinners() {
    Random random = new Random(7);
    List<Row> rows =
        new ArrayList<>(IntStream.range(0, 200).mapToObj(i -> row(i, random)).toList());
    ModelTable<Row> inMemory = new ModelTable<>();
    rows.forEach(inMemory::put);

    for (int round = 0; round < 20; round++) {
      Collections.shuffle(rows, random);
      // Winners outlive a table, as those in a store do.
      ModelTable.InMemory<Row> winners = new ModelTable.InMemory<>();
      ModelTable<Row> before = new ModelTable<>(winners);
      rows.subList(0, 100).forEach(before::put);
      ModelTable<Row> after = new ModelTable<>(winners);
      winners.all().forEach(after::claim);
      rows.subList(100, 200).forEach(after::put);

      assertThat(names(after)).isEqualTo(names(inMemory));
      names(inMemory).keySet().forEach(m -> assertThat(after.get(m)).isEqualTo(inMemory.get(m)));
    }
    assertThat(names(inMemory)).anySatisfy((name, model) -> assertThat(model).isNotEqualTo(name));
  }

  private static Row row(int i, Random random) {
    List<String> aliases =
        IntStream.range(0, random.nextInt(4)).mapToObj(any -> name(random)).distinct().toList();
    RecordId id = new RecordId(random.nextInt(50), new ContentHash(0, i));
    return new Row(id, name(random), aliases);
  }

  private static String name(Random random) {
    return "model-" + random.nextInt(12);
  }

  private static Map<String, String> names(ModelTable<Row> table) {
    Map<String, String> names = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      names.put("model-" + i, table.canonical("model-" + i));
    }
    return names;
  }
}
