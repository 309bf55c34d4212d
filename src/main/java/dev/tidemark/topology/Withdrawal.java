package dev.tidemark.topology;

import dev.tidemark.event.RecordId;
import java.util.Objects;

/**
 * A valid retraction: withdraws every version of one model's results that matches all fields given
 * and is not younger than it.
 *
 * @param model the name that the results carry
 * @param runId null for any, as are the fields after it
 * @param period months since the year 0
 * @param by who withdrew, or null; it and the reason are only for people
 * @param reason or null
 */
public record Withdrawal(
    RecordId id,
    String model,
    String runId,
    String suite,
    String caseId,
    Integer trial,
    Integer period,
    String by,
    String reason)
    implements LedgerInput, ScoreInput, AlertInput {

  /** Bit set of the fields given: runId 1, suite 2, caseId 4, trial 8, period 16. */
  int shape() {
    return (runId == null ? 0 : 1)
        | (suite == null ? 0 : 2)
        | (caseId == null ? 0 : 4)
        | (trial == null ? 0 : 8)
        | (period == null ? 0 : 16);
  }

  /** The withdrawal of this shape, if any, that would match a version. */
  static Withdrawal matching(int shape, ResultKey key, int period, ResultVersion version) {
    return new Withdrawal(
        version.id(),
        key.model(),
        (shape & 1) == 0 ? null : version.runId(),
        (shape & 2) == 0 ? null : key.suite(),
        (shape & 4) == 0 ? null : key.caseId(),
        (shape & 8) == 0 ? null : Integer.valueOf(key.trial()),
        (shape & 16) == 0 ? null : Integer.valueOf(period),
        null,
        null);
  }

  /** Whether a version of this result is withdrawn by this retraction. */
  public boolean matches(ResultKey key, int ofPeriod, String ofRun, long timestamp) {
    return timestamp <= id.timestamp()
        && model.equals(key.model())
        && (runId == null || runId.equals(ofRun))
        && (suite == null || suite.equals(key.suite()))
        && (caseId == null || caseId.equals(key.caseId()))
        && (trial == null || trial == key.trial())
        && (period == null || period == ofPeriod);
  }

  /** Whether the fields given name one identity (of each kind). */
  boolean namesIdentity() {
    return suite != null && caseId != null && trial != null;
  }

  void write(ByteWriter out) {
    out.id(id).text(model).text(runId).text(suite).text(caseId);
    out.number(Objects.requireNonNullElse(trial, -1))
        .number(Objects.requireNonNullElse(period, -1))
        .text(by)
        .text(reason);
  }

  static Withdrawal read(ByteReader in) {
    return new Withdrawal(
        in.id(),
        in.text(),
        in.text(),
        in.text(),
        in.text(),
        orNull(in.integer()),
        orNull(in.integer()),
        in.text(),
        in.text());
  }

  private static Integer orNull(int value) {
    return value < 0 ? null : Integer.valueOf(value);
  }
}
