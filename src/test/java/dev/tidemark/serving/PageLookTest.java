package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** How the pages look and read in a real browser: narrow, dark, to axe-core, at rest. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageLookTest extends BrowserTest {

  private static final int PHONE = 360;

  /** A really fresh browser for each test: a font that is there already shifts no text. */
  @AfterEach
  void end() {
    stop();
  }

  @Test
  @Order(1)
  void hostileNamesAreTextAndFitAPhone() {
    // Given
    List<String> lines = new ArrayList<>();
    for (String name : List.of(PageEvents.HOSTILE, PageEvents.LONG, PageEvents.RIGHT_TO_LEFT)) {
      lines.addAll(PageEvents.attacks(name, "2024-10", 60, 5));
    }
    PageEvents.publish(lines);

    // When
    browser.open("/?period=2024-10", PHONE, HEIGHT);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(browser.texts(".name"))
                    .contains(PageEvents.HOSTILE, PageEvents.LONG, PageEvents.RIGHT_TO_LEFT));
    browser.open("/?period=2024-10", PHONE, HEIGHT);
    await().atMost(PATIENCE).until(() -> browser.light().equals("live"));
    browser.screenshot("phone");

    // Then
    assertThat(browser.run("return document.querySelectorAll('main script').length")).isEqualTo(0L);
    assertThat(browser.overflowing()).isEqualTo(0L);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(2)
  void nothingOverflowsAtAnyWidth() {
    for (int width : new int[] {320, 480, 700, 960, 1024, 1100, 1280, 1920}) {
      // When
      browser.open("/?period=2024-10", width, HEIGHT);

      // Then
      assertThat(browser.overflowing()).as("elements beyond a width of %d", width).isEqualTo(0L);
    }
  }

  @Test
  @Order(3)
  void darkIsDarkAndLightIsLight() {
    // When
    browser.open("/?period=2024-10", WIDE, HEIGHT);
    browser.prefer("light");
    browser.screenshot("light");
    double light = brightness();
    browser.prefer("dark");
    browser.screenshot("dark");
    double dark = brightness();

    // Then
    assertThat(light).isGreaterThan(200);
    assertThat(dark).isLessThan(50);
  }

  @Test
  @Order(4)
  void axeFindsNothingWrongWithAnyPage() {
    // Given
    List<String> lines = new ArrayList<>();
    for (String model : List.of("fair/one", "fair/two", PageEvents.HOSTILE)) {
      lines.add(PageEvents.registration(model, "Fair"));
      lines.addAll(PageEvents.attacks(model, "2024-11", 60, model.length()));
      lines.addAll(PageEvents.attacks(model, "2024-12", 60, model.length() + 4));
      lines.addAll(PageEvents.campaigns(model, "2024-12", 60));
      lines.add(PageEvents.benchmark(model, "2024-12", model.length() / 50.0));
    }
    PageEvents.publish(lines);
    String model = PageLinks.model(PageEvents.HOSTILE);
    List<String> pages =
        List.of(
            "/?period=2024-12",
            "/?period=2024-12&board=ars&sort=-cos&q=fair",
            "/?period=2001-01",
            model + "?with=fair/one",
            "/method?model=fair/two",
            "/alerts",
            "/models/nobody");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              browser.open(model + "?with=fair/one", WIDE, HEIGHT);
              assertThat(browser.texts(".heat")).hasSize(2);
              assertThat(browser.texts("#compare .note")).isNotEmpty();
              assertThat(browser.texts(".alert")).as("firing alerts").isNotEmpty();
            });

    browser.complaints(); // of the pages that weren't there yet
    for (String scheme : List.of("light", "dark")) {
      browser.preferStill(scheme);
      for (int width : new int[] {WIDE, PHONE}) {
        for (String page : pages) {
          // When
          browser.open(page, width, HEIGHT);

          // Then
          String where = "%s at %d, %s".formatted(page, width, scheme);
          assertThat(browser.violations()).as(where).isEmpty();
          assertThat(browser.overflowing()).as(where).isEqualTo(0L);
        }
      }
    }
    assertThat(browser.complaints())
        .allSatisfy(line -> assertThat(line).contains("/models/nobody", "404"));
  }

  @Test
  @Order(5)
  void theFirstContentStaysWhereItIs() {
    // Given
    // Names whose fonts come late, such as emoji, may shift rows by pixels: the browser's doing.
    browser.open("/?period=2024-12", WIDE, HEIGHT);
    await().atMost(PATIENCE).until(() -> browser.light().equals("live"));

    // When
    browser.run(
        "window.shifted = 0; new PerformanceObserver(list => list.getEntries().forEach("
            + "each => window.shifted += each.value)).observe({type: 'layout-shift', buffered: true})");

    // Then
    await()
        .during(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(((Number) browser.run("return window.shifted")).doubleValue())
                    .isLessThan(0.01));
  }

  /** Mean of the three colours of the page's ground, 0 to 255. */
  private double brightness() {
    return ((Number)
            browser.run(
                "const c = getComputedStyle(document.body).backgroundColor.match(/\\d+/g);"
                    + "return (+c[0] + +c[1] + +c[2]) / 3"))
        .doubleValue();
  }
}
