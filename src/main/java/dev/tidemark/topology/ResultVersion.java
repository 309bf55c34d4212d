package dev.tidemark.topology;

import dev.tidemark.event.RecordId;
import java.util.Comparator;
import java.util.Objects;

/**
 * One version of a result: of the records with this identity, period, run and revision the greatest
 * by id, which is the only one of them that a rule can pick.
 *
 * @param id timestamp and content hash of the record
 * @param runId may be null
 * @param withdrawnBy the earliest retraction that matches, or null
 */
public record ResultVersion(
    int revision, RecordId id, String runId, Contribution contribution, RecordId withdrawnBy) {

  /** The greatest by (revision, timestamp, content hash) wins. */
  static final Comparator<ResultVersion> WINNER =
      Comparator.comparingInt(ResultVersion::revision).thenComparing(ResultVersion::id);

  boolean sameSlot(ResultVersion other) {
    return revision == other.revision && Objects.equals(runId, other.runId);
  }

  ResultVersion withdrawnBy(RecordId retraction) {
    return new ResultVersion(revision, id, runId, contribution, retraction);
  }

  void write(ByteWriter out) {
    out.number(revision).id(id).text(runId);
    contribution.write(out);
    out.octet(withdrawnBy == null ? 0 : 1);
    if (withdrawnBy != null) {
      out.id(withdrawnBy);
    }
  }

  static ResultVersion read(ByteReader in) {
    return new ResultVersion(
        in.integer(), in.id(), in.text(), Contribution.read(in), in.octet() == 0 ? null : in.id());
  }
}
