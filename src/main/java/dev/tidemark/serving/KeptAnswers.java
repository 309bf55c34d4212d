package dev.tidemark.serving;

import dev.tidemark.serving.EntityTags.Tagged;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The last answers about boards: whoever asks while nothing has changed gets the same bytes. */
final class KeptAnswers {

  private static final int KEPT = 16;

  /** Larger ones aren't kept, so that all of them take little memory. */
  private static final int LARGEST = 2 << 20;

  private final Map<Object, Kept> kept = new ConcurrentHashMap<>();

  private record Kept(List<StandingRow> rows, Tagged answer) {}

  /**
   * The answer to a question. It is written once, however many ask at the same time.
   *
   * @param question equal to itself when asked again
   * @param rows what the answer is written from; the same object while it says the same
   */
  Tagged of(Object question, List<StandingRow> rows, Supplier<byte[]> write) {
    Kept known = kept.get(question);
    if (known == null || known.rows() != rows) {
      if (known == null && kept.size() >= KEPT) {
        kept.clear();
      }
      known =
          kept.compute(
              question,
              (any, other) ->
                  other != null && other.rows() == rows
                      ? other
                      : new Kept(rows, Tagged.of(write.get())));
      if (known.answer().body().length > LARGEST) {
        kept.remove(question, known);
      }
    }
    return known.answer();
  }
}
