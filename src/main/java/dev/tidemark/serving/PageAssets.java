package dev.tidemark.serving;

import io.quarkus.qute.TemplateGlobal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Addresses of the pages' style and script. Browsers keep these files for a day, so the address
 * carries a hash of the content: a new release is a new address.
 */
@TemplateGlobal
final class PageAssets {

  /** Address of the style sheet. */
  static final String STYLE = addressOf("tidemark.css");

  /** Address of the ES module that keeps a page fresh. */
  static final String SCRIPT = addressOf("tidemark.js");

  private static final int HASH_CHARS = 12;

  private PageAssets() {}

  private static String addressOf(String file) {
    try (InputStream content =
        PageAssets.class.getClassLoader().getResourceAsStream("META-INF/resources/" + file)) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.readAllBytes());
      return "/" + file + "?" + HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
