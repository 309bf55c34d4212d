package dev.tidemark.topology;

import dev.tidemark.scoring.Cell;

/** Takes counts to add to the tally of one model: by period and cell. */
@FunctionalInterface
public interface CellSink {
  void add(int period, Cell cell, long... counts);
}
