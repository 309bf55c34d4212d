package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.TidemarkTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The page in a real browser, before a whole running service. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserTest {

  private static final Logger LOG = Logger.getLogger(PageBrowserTest.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PROMPT = Duration.ofSeconds(1);

  /** What a busy machine may add, which it does to single updates and not to all. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private static final int WIDE = 1280;
  private static final int PHONE = 360;
  private static final int HEIGHT = 900;

  @TestHTTPResource("/")
  URI home;

  private PageBrowser browser;

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

  @Test
  @Order(1)
  void anEmptyPageFillsByItself() {
    // Given
    browser.open("/", WIDE, HEIGHT);
    List<String> before = browser.texts("h2");
    browser.screenshot("empty");

    // When
    PageEvents.publish(PageEvents.attacks("first-model", "2024-10", 60, 12));

    // Then
    assertThat(before).containsExactly("No results yet");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.texts(".name")).containsExactly("first-model"));
    assertThat(browser.texts("h1")).containsExactly("CASI standingsOctober 2024");
    assertThat(browser.texts("#period option")).containsExactly("Newest", "October 2024");
    assertThat(browser.run("return document.title")).asString().contains("October 2024");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(2)
  void newRowsAppearWithinASecondOfTheAnswerAndOldOnesStayTheSameNodes() {
    // Given
    browser.open("/", WIDE, HEIGHT);
    browser.run("document.querySelector('tr[data-key=first-model]').witness = 'still me'");

    // When
    List<Duration> delays = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      String model = "model-" + round;
      PageEvents.publish(PageEvents.attacks(model, "2024-10", 60, 10 * round));
      long answered = System.nanoTime();
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(PATIENCE)
          .until(() -> browser.texts(".name").contains(model));
      delays.add(Duration.ofNanos(System.nanoTime() - answered));
    }

    // Then
    LOG.infof("event=page-update-delays after-answer=%s", delays);
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isLessThan(PROMPT.plus(SLACK)));
    assertThat(delays).anySatisfy(delay -> assertThat(delay).isLessThan(PROMPT));
    assertThat(browser.texts(".name"))
        .containsExactly("model-0", "model-1", "first-model", "model-2", "model-3", "model-4");
    assertThat(browser.run("return document.querySelector('tr[data-key=first-model]').witness"))
        .isEqualTo("still me");
    assertThat(browser.texts("#news").get(0)).startsWith("Updated: ");
  }

  @Test
  @Order(3)
  void theBoardSwitchKeepsThePeriodInTheAddress() {
    // Given
    PageEvents.publish(PageEvents.campaigns("first-model", "2024-10", 60));
    browser.open("/?board=casi&period=2024-10", WIDE, HEIGHT);

    // When
    browser.click(".switch a:not([aria-current])");

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(browser.texts("h1")).containsExactly("ARS standingsOctober 2024"));
    assertThat(browser.address()).endsWith("/?board=ars&period=2024-10");
    assertThat(browser.texts(".switch [aria-current]")).containsExactly("ARS");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.texts("tr.unranked .name")).hasSize(5));
  }

  @Test
  @Order(4)
  void thePeriodSelectIsAFormThatKeepsTheBoard() {
    // Given
    PageEvents.publish(PageEvents.campaigns("early-model", "2024-08", 60));
    browser.open("/?board=ars", WIDE, HEIGHT);
    await().atMost(PATIENCE).until(() -> browser.texts("#period option").size() == 3);

    // When
    browser.run("document.getElementById('period').value = '2024-08'");
    browser.click(".filters button");

    // Then
    await().atMost(PATIENCE).until(() -> browser.address().contains("period=2024-08"));
    assertThat(browser.address()).endsWith("/?board=ars&period=2024-08");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.texts(".name")).containsExactly("early-model"));
  }

  @Test
  @Order(5)
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
    await().atMost(PATIENCE).until(() -> lightShows("live"));
    browser.screenshot("phone");

    // Then
    assertThat(browser.run("return document.querySelectorAll('main script').length")).isEqualTo(0L);
    assertThat(overflowing()).isEqualTo(0L);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(6)
  void nothingOverflowsAtAnyWidth() {
    for (int width : new int[] {320, 480, 700, 960, 1024, 1100, 1280, 1920}) {
      // When
      browser.open("/?period=2024-10", width, HEIGHT);

      // Then
      assertThat(overflowing()).as("elements beyond a width of %d", width).isEqualTo(0L);
    }
  }

  @Test
  @Order(7)
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
  @Order(8)
  void theLightTellsWhenTheServerIsOutOfReach() {
    // Given
    browser.open("/", WIDE, HEIGHT);
    await().atMost(PATIENCE).until(() -> lightShows("live"));

    // When
    browser.offline(true);
    await().atMost(PATIENCE).until(() -> lightShows("reconnecting"));
    await().atMost(PATIENCE).until(() -> lightShows("stale"));
    List<String> age = browser.texts("#light-age");
    browser.offline(false);

    // Then
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(lightShows("live")).isTrue());
    assertThat(age.get(0)).matches(" \\d+ s old");
  }

  @Test
  @Order(9)
  void searchAndOrderAreInTheAddressAndInTheHistory() {
    // Given
    browser.open("/?period=2024-10", WIDE, HEIGHT);

    // When
    browser.click("thead th.score a");
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("&sort=score"));
    browser.click("thead th.score a");
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("&sort=-score"));
    List<String> worstFirst = browser.texts(".board .name");
    browser.type("input[type=search]", "model-");
    await().atMost(PATIENCE).until(() -> browser.address().contains("q=model-"));
    await().atMost(PATIENCE).until(() -> browser.texts(".board .name").size() == 6);
    browser.run("history.back()");

    // Then
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("&sort=score"));
    await().atMost(PATIENCE).until(() -> browser.texts(".board .name").size() > 6);
    assertThat(worstFirst.get(0)).isEqualTo("model-4");
    assertThat(browser.run("return document.querySelector('input[type=search]').value"))
        .isEqualTo("");
  }

  @Test
  @Order(10)
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
          assertThat(overflowing()).as(where).isEqualTo(0L);
        }
      }
    }
    assertThat(browser.complaints())
        .allSatisfy(line -> assertThat(line).contains("/models/nobody", "404"));
  }

  @Test
  @Order(11)
  void rowsGlideToTheirNewPlacesUnlessMotionIsUnwanted() {
    // Given
    browser.open("/?period=2024-10", WIDE, HEIGHT);
    String count =
        "return document.getAnimations().filter(a => a.effect.target.dataset.key).length";
    String order = "document.querySelector('thead th.model a').click();";

    // When
    browser.run(order);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> (long) browser.run(count) > 3);
    browser.preferStill("light");
    browser.open("/?period=2024-10", WIDE, HEIGHT);
    browser.run(order);
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("sort=model"));

    // Then
    assertThat(browser.run(count)).isEqualTo(0L);
  }

  @Test
  @Order(12)
  void theFirstContentStaysWhereItIs() {
    // Given
    // Names whose fonts come late, such as emoji, may shift rows by pixels: the browser's doing.
    browser.open("/?period=2024-12", WIDE, HEIGHT);
    await().atMost(PATIENCE).until(() -> lightShows("live"));

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

  private boolean lightShows(String state) {
    return browser.texts("#light-state").equals(List.of(state));
  }

  /** Elements that stick out of the viewport to the right, and whether the page itself scrolls. */
  private Object overflowing() {
    return browser.run(
        "const w = document.documentElement.clientWidth;"
            + "return [...document.querySelectorAll('body *')].filter(e => !e.closest('.unseen, .skip,"
            + " .wide, thead') && e.getBoundingClientRect().right > w + 0.5).length"
            + " + (document.documentElement.scrollWidth > w ? 1 : 0)");
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
