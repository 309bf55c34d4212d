package dev.tidemark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipTest {

  @Test
  void membersAreReadToTheLastThoughNoneIsAvailableYet() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (String text : new String[] {"one\n", "", "two\n"}) {
      members.writeBytes(gzip(text));
    }

    try (InputStream plain = Gzip.open(slow(members.toByteArray()))) {
      assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void aMemberThatBreaksOffIsAnError() throws IOException {
    byte[] one = gzip("one\n");

    try (InputStream plain = Gzip.open(slow(Arrays.copyOf(one, one.length - 4)))) {
      assertThatThrownBy(plain::readAllBytes).isInstanceOf(EOFException.class);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** As a network gives it: a byte at a time, and none is known to be there. */
  private static InputStream slow(byte[] bytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int available() {
        return 0;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, 1));
      }
    };
  }
}
