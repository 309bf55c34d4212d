package dev.tidemark.serving;

import java.util.List;

/**
 * A part of a long list, and the way to the others.
 *
 * @param rows those of this part
 * @param from number of the first, from 1; 0 if there are none
 * @param total rows in all parts
 * @param previous address of the part before; null for the first
 * @param next address of the part after; null for the last
 */
record PagePart<T>(List<T> rows, int from, int to, int total, String previous, String next) {

  /** What a reader can take in and a browser lays out at once, however many models there are. */
  static final int SIZE = 50;

  /**
   * One part.
   *
   * @param number from 1; one beyond the end gives the last
   */
  static <T> PagePart<T> of(List<T> all, int number, PageAddress page) {
    int last = Math.max(1, (all.size() + SIZE - 1) / SIZE);
    int at = Math.min(number, last);
    int from = (at - 1) * SIZE;
    int to = Math.min(all.size(), from + SIZE);
    return new PagePart<>(
        all.subList(from, to),
        all.isEmpty() ? 0 : from + 1,
        to,
        all.size(),
        at == 1 ? null : page.with("page", at == 2 ? null : Integer.toString(at - 1)).href(),
        at == last ? null : page.with("page", Integer.toString(at + 1)).href());
  }

  /** Whether there are other parts. */
  public boolean several() {
    return previous != null || next != null;
  }
}
