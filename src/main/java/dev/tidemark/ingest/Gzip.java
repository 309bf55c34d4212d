package dev.tidemark.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;

/** Reads gzip of any number of members, one after the other, however slowly they come. */
public final class Gzip {

  private static final int BUFFER = 64 << 10;

  private Gzip() {}

  /**
   * What a gzip stream holds.
   *
   * @throws IOException if it doesn't begin like one
   */
  public static InputStream open(InputStream in) throws IOException {
    return new GZIPInputStream(new Patient(in), BUFFER);
  }

  /**
   * To the JDK's reader (of 17, JDK-7036144) a member is the last one if nothing after it is
   * available at the moment; here it waits until something is, or the end.
   */
  private static final class Patient extends PushbackInputStream {

    Patient(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      int ready = super.available();
      if (ready > 0) {
        return ready;
      }
      int next = read();
      if (next < 0) {
        return 0;
      }
      unread(next);
      return 1;
    }
  }
}
