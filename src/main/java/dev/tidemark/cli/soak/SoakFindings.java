package dev.tidemark.cli.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What must not be, as it is found. Safe for use by many threads. */
final class SoakFindings {

  private static final int LONGEST = 2_000;

  private final List<String> findings = new ArrayList<>();
  private final Consumer<String> out;

  /**
   * @param out is told at once
   */
  SoakFindings(Consumer<String> out) {
    this.out = out;
  }

  synchronized void add(String finding) {
    String cut = finding.length() <= LONGEST ? finding : finding.substring(0, LONGEST) + "…";
    findings.add(cut);
    out.accept("FOUND: " + cut);
  }

  synchronized int count() {
    return findings.size();
  }
}
