package dev.tidemark.event;

import java.util.List;

/** Names of the topics. Partitions, retention and the rest are in {@code topics/} alone. */
public final class Topics {

  public static final String ATTACKS = "tidemark.results.attack.v1";
  public static final String CAMPAIGNS = "tidemark.results.campaign.v1";
  public static final String BENCHMARKS = "tidemark.results.benchmark.v1";
  public static final String RETRACTIONS = "tidemark.retractions.v1";
  public static final String MODELS = "tidemark.models.v1";
  public static final String STANDINGS = "tidemark.standings.v1";
  public static final String ALERTS = "tidemark.alerts.v1";
  public static final String DELIVERIES = "tidemark.deliveries.v1";
  public static final String SILENCES = "tidemark.silences.v1";
  public static final String REFERENCES = "tidemark.references.v1";
  public static final String DEAD_LETTERS = "tidemark.results.dlq.v1";

  /** What publishers write and intake reads. */
  public static final List<String> INPUTS =
      List.of(ATTACKS, CAMPAIGNS, BENCHMARKS, RETRACTIONS, MODELS);

  /** Every topic that Tidemark needs beside the internal ones of its topology. */
  public static final List<String> ALL =
      List.of(
          ATTACKS,
          CAMPAIGNS,
          BENCHMARKS,
          RETRACTIONS,
          MODELS,
          STANDINGS,
          ALERTS,
          DELIVERIES,
          SILENCES,
          REFERENCES,
          DEAD_LETTERS);

  private Topics() {}
}
