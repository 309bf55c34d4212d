package dev.tidemark.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** NDJSON from a buffer that holds a little more than the longest line allowed. */
final class NdjsonLines implements EventLines {

  private static final char REPLACEMENT = '\uFFFD';

  private final InputStream in;
  private final byte[] buffer = new byte[2 * MAX_BYTES];
  private int start;
  private int end;
  private boolean ended;
  private long number;

  NdjsonLines(InputStream in) {
    this.in = in;
  }

  @Override
  public EventLine next() throws IOException {
    while (true) {
      int newline = find();
      if (newline < 0 && end - start > MAX_BYTES) {
        return skipLine();
      }
      if (newline < 0 && start == end) {
        return null;
      }
      int from = start;
      int to = newline < 0 ? end : newline;
      start = newline < 0 ? end : newline + 1;
      number++;
      if (to - from > MAX_BYTES) {
        return tooLong();
      }
      if (number == 1 && startsWithMark(from, to)) {
        from += 3;
      }
      if (!blank(from, to)) {
        return line(from, to);
      }
    }
  }

  /** Position of the next newline; -1 if none comes before the end or within a full buffer. */
  private int find() throws IOException {
    int looked = start;
    while (true) {
      for (; looked < end; looked++) {
        if (buffer[looked] == '\n') {
          return looked;
        }
      }
      if (ended || end - start > MAX_BYTES) {
        return -1;
      }
      if (end == buffer.length) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        looked -= start;
        end -= start;
        start = 0;
      }
      int read = in.read(buffer, end, buffer.length - end);
      ended = read < 0;
      end += Math.max(0, read);
    }
  }

  private EventLine skipLine() throws IOException {
    number++;
    while (true) {
      for (; start < end; start++) {
        if (buffer[start] == '\n') {
          start++;
          return tooLong();
        }
      }
      if (ended) {
        return tooLong();
      }
      start = 0;
      end = 0;
      int read = in.read(buffer, 0, buffer.length);
      ended = read < 0;
      end = Math.max(0, read);
    }
  }

  private EventLine line(int from, int to) {
    String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    // Bytes that are no UTF-8 become this character; only then compare with what was there.
    if (text.indexOf(REPLACEMENT) >= 0
        && !Arrays.equals(
            text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(buffer, from, to))) {
      return new EventLine.Unreadable(number, "the line is not valid UTF-8");
    }
    return new EventLine.Text(number, text);
  }

  private EventLine tooLong() {
    return new EventLine.Unreadable(
        number, "the line is longer than " + MAX_BYTES + " bytes, the most that is allowed");
  }

  private boolean startsWithMark(int from, int to) {
    return to - from >= 3
        && buffer[from] == (byte) 0xEF
        && buffer[from + 1] == (byte) 0xBB
        && buffer[from + 2] == (byte) 0xBF;
  }

  private boolean blank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
