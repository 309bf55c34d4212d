package dev.tidemark.cli.bench;

/** What Tidemark is measured against, on the same records. */
public enum Peer {
  /** One plain consumer that decodes and counts in a map, and keeps nothing. */
  CEILING("plain consumer, HashMap"),
  /** {@code groupBy(model, month).aggregate}, exactly-once; counts reruns again. */
  NAIVE("Streams DSL, no dedup"),
  /** The same behind a store of the identities that have been seen. */
  DEDUP("Streams DSL, dedup store"),
  /**
   * Also behind that store, but {@code groupBy(model, month, cell, outcome).count}: only a number
   * is read and written for each result. Nobody sums the cells to standings.
   */
  CELLS("Streams DSL, dedup store, cells only");

  /** What a peer prints once it takes records. */
  static final String RUNNING = "The peer is running";

  /** Where a peer writes how many results it has counted, by key. */
  static final String COUNTS = "tidemark-bench-peer-counts";

  private final String text;

  Peer(String text) {
    this.text = text;
  }

  /** Whether reruns are left out. */
  boolean dedups() {
    return this == DEDUP || this == CELLS;
  }

  String text() {
    return text;
  }
}
