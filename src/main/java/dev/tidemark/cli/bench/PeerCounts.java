package dev.tidemark.cli.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Counts by cell and outcome, of one model and month. */
final class PeerCounts {

  private final Map<String, long[]> cells = new HashMap<>();
  private long total;

  PeerCounts add(PeerResult result) {
    cells.computeIfAbsent(result.cell(), any -> new long[3])[result.outcome()]++;
    total++;
    return this;
  }

  long total() {
    return total;
  }

  byte[] toBytes() {
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * cells.size() + 16);
        DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(total);
      out.writeInt(cells.size());
      for (Map.Entry<String, long[]> cell : cells.entrySet()) {
        out.writeUTF(cell.getKey());
        for (long count : cell.getValue()) {
          out.writeLong(count);
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PeerCounts read(byte[] bytes) {
    PeerCounts counts = new PeerCounts();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      counts.total = in.readLong();
      for (int left = in.readInt(); left > 0; left--) {
        counts.cells.put(in.readUTF(), new long[] {in.readLong(), in.readLong(), in.readLong()});
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counts;
  }
}
