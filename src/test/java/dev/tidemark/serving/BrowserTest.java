package dev.tidemark.serving;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * A browser before the running service, for each test as if it were fresh; skips where none is
 * installed.
 */
abstract class BrowserTest {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static final int WIDE = 1280;
  static final int HEIGHT = 900;

  static PageBrowser browser;

  @TestHTTPResource("/")
  URI home;

  @BeforeEach
  void start() {
    assumeThat(PageBrowser.installed()).as("Chromium and its driver are installed").isTrue();
    if (browser == null) {
      browser = PageBrowser.start("http://" + home.getAuthority());
    } else {
      browser.renew();
    }
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      browser = null;
    }
  }
}
