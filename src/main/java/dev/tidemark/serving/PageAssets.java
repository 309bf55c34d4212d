package dev.tidemark.serving;

import io.quarkus.qute.TemplateGlobal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Addresses of the pages' style and script. Browsers keep these files for a day, so the addresses
 * carry a hash of all of them: a new release is a new address. Modules that the script imports are
 * asked for under the hash that it was itself.
 */
@TemplateGlobal
final class PageAssets {

  private static final List<String> FILES =
      List.of("tidemark.css", "tidemark.js", "morph.js", "swap.js");
  private static final int HASH_CHARS = 12;
  private static final String RELEASE = "?" + hash();

  /** Address of the style sheet. */
  static final String STYLE = "/tidemark.css" + RELEASE;

  /** Address of the ES module that keeps a page fresh. */
  static final String SCRIPT = "/tidemark.js" + RELEASE;

  private PageAssets() {}

  /** Whether what is shown is simulated, which every page then says. */
  @TemplateGlobal(name = "DEMO")
  static boolean demo() {
    return ConfigProvider.getConfig()
        .getOptionalValue("tidemark.serve.demo", Boolean.class)
        .orElse(false);
  }

  private static String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        try (InputStream content =
            PageAssets.class.getClassLoader().getResourceAsStream("META-INF/resources/" + file)) {
          digest.update(content.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
