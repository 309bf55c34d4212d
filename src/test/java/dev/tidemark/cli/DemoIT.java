package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.serving.PageBrowser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated farm of the packaged jar in a real browser, before and after a restart. */
class DemoIT {

  private static final Logger LOG = Logger.getLogger(DemoIT.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A round of the farm's story takes 3 minutes, more on a busy machine. */
  private static final Duration STORY = Duration.ofMinutes(6);

  private static final int FIELD = 20;

  /** How many models of the field have a year behind them. */
  private static final int VETERANS = 7;

  private static final int WIDE = 1440;
  private static final String REGRESSES = "meridian/halcyon-2";
  private static final String MISJUDGED = "northlight/aurora-4";

  @TempDir Path folder;

  @Test
  void theDemoMovesIsLabelledAndIsFoundAgainAfterARestart() throws Exception {
    assumeThat(PageBrowser.installed()).as("Chromium and its driver are installed").isTrue();
    try (TidemarkProcess tidemark = new TidemarkProcess(folder);
        PageBrowser browser = PageBrowser.start(tidemark.url(""))) {
      // Given
      tidemark.up("--demo");
      long up = System.nanoTime();
      browser.prefer("light");
      browser.open("/", 1280, 860);
      awaitRows(browser);
      LOG.infof("event=demo-field-complete after=%s", Duration.ofNanos(System.nanoTime() - up));

      // Then
      for (String page :
          List.of("/", "/models/northlight/aurora-4", "/method", "/models/nobody", "/?sort=x")) {
        browser.open(page, 1280, 860);
        assertThat(browser.texts(".demo"))
            .as(page)
            .singleElement()
            .asString()
            .contains("Simulated data");
      }
      browser.open("/", 1280, 860);
      awaitRows(browser);
      List<String> before = browser.texts("td.score");
      await().atMost(PATIENCE).until(() -> !browser.texts("td.score").equals(before));

      // And once the farm has told the year, the pictures for the README: light, wide, at rest
      browser.preferStill("light");
      browser.open("/", WIDE, 1290);
      await().atMost(STORY).until(() -> tellsItsStory(browser));
      browser.screenshot("standings");
      browser.open("/models/" + REGRESSES, WIDE, 1500);
      await().atMost(PATIENCE).until(() -> isLive(browser) && isStill(browser) && agrees(browser));
      assertThat(browser.texts(".moved span")).as("what flipped").isNotEmpty();
      assertThat(browser.texts(".fallen li")).as("cases that fell").hasSize(10);
      browser.screenshot("model");
      browser.prefer("light");

      // When the server goes and comes back
      browser.open("/", 1280, 860);
      awaitRows(browser);
      browser.run("window.witness = 'the same page'");
      tidemark.stop();
      await().atMost(PATIENCE).until(() -> browser.light().equals("stale"));
      assertThat(browser.texts("#light-age").get(0)).matches(" \\d+ s old");
      tidemark.up("--demo");

      // Then the page finds it again by itself, and goes on
      await().atMost(PATIENCE).until(() -> isLive(browser));
      awaitRows(browser);
      List<String> after = browser.texts("td.score");
      await().atMost(PATIENCE).until(() -> !browser.texts("td.score").equals(after));
      assertThat(browser.run("return window.witness")).isEqualTo("the same page");

      // And real data doesn't come into this folder
      tidemark.stop();
      TidemarkProcess.Output real = tidemark.run(tidemark.upArguments().toArray(String[]::new));
      assertThat(real.exitCode()).isEqualTo(1);
      assertThat(real.text()).contains("holds the simulated data of --demo");
    }
  }

  private static void awaitRows(PageBrowser browser) {
    await().atMost(PATIENCE).until(() -> browser.texts(".board .name").size() == FIELD);
  }

  /** A year behind every veteran, one model that fell in full, and no judge broken just now. */
  private static boolean tellsItsStory(PageBrowser browser) {
    return browser.texts(".trend .unseen").stream().filter(t -> t.startsWith("12 months")).count()
            >= VETERANS
        && flags(browser, REGRESSES).stream().anyMatch(flag -> flag.startsWith("Regression +"))
        && flags(browser, MISJUDGED).isEmpty()
        && isLive(browser)
        && isStill(browser);
  }

  private static List<String> flags(PageBrowser browser, String model) {
    return browser.texts("tr[data-key='" + model + "'] .flag");
  }

  /** Whether the alert, whose evidence is renewed at intervals, tells what the page counts. */
  private static boolean agrees(PageBrowser browser) {
    return browser.texts(".alert > p").stream()
        .filter(alert -> alert.contains(" cases that held before fell"))
        .map(alert -> alert.substring(0, alert.indexOf(' ')))
        .anyMatch(fell -> browser.texts(".story").get(0).contains(fell + " that had held fell"));
  }

  private static boolean isLive(PageBrowser browser) {
    return browser.light().equals("live");
  }

  private static boolean isStill(PageBrowser browser) {
    return browser.run("return document.getAnimations().length").equals(0L);
  }
}
