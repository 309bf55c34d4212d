package dev.tidemark.serving;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A browser before the running service, for each test a fresh one; skips where none is installed.
 */
abstract class BrowserTest {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final int WIDE = 1280;
  static final int HEIGHT = 900;

  @TestHTTPResource("/")
  URI home;

  PageBrowser browser;

  @BeforeEach
  void start() {
    assumeThat(PageBrowser.installed()).as("Chromium and its driver are installed").isTrue();
    browser = PageBrowser.start("http://" + home.getAuthority());
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }
}
