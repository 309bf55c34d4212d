package dev.tidemark.cli.dlq;

import java.util.Arrays;
import picocli.CommandLine.Option;

/** Which dead letters are meant: those that fit everything given. */
public final class LetterFilter {

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Only records that came from this topic.")
  private String topic;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      description = "Only records that break this rule, such as score.range.")
  private String rule;

  @Option(
      names = "--runner",
      paramLabel = "NAME",
      description = "Only records of this runner; such as can't be read have none.")
  private String runner;

  boolean accepts(Letter letter) {
    return (topic == null || topic.equals(letter.topic()))
        && (rule == null || Arrays.asList(letter.rule().split(",")).contains(rule))
        && (runner == null || runner.equals(letter.runner()));
  }
}
