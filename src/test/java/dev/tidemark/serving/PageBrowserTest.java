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
import org.jboss.logging.Logger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The page in a real browser, before a whole running service. */
@QuarkusTest
@WithTestResource(value = TidemarkTestResource.class, scope = TestResourceScope.RESTRICTED_TO_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageBrowserTest extends BrowserTest {

  private static final Logger LOG = Logger.getLogger(PageBrowserTest.class);
  private static final Duration PROMPT = Duration.ofSeconds(1);

  /** What a busy machine may add, which it does to single updates and not to all. */
  private static final Duration SLACK = Duration.ofSeconds(3);

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
  void theLightTellsWhenTheServerIsOutOfReach() {
    // Given
    browser.open("/", WIDE, HEIGHT);
    await().atMost(PATIENCE).until(() -> browser.light().equals("live"));

    // When
    browser.offline(true);
    await().atMost(PATIENCE).until(() -> browser.light().equals("reconnecting"));
    await().atMost(PATIENCE).until(() -> browser.light().equals("stale"));
    List<String> age = browser.texts("#light-age");
    browser.offline(false);

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.light().equals("live")).isTrue());
    assertThat(age.get(0)).matches(" \\d+ s old");
  }

  @Test
  @Order(6)
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
    await().atMost(PATIENCE).until(() -> browser.texts(".board .name").size() == 5);
    browser.run("history.back()");

    // Then
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("&sort=score"));
    await().atMost(PATIENCE).until(() -> browser.texts(".board .name").size() == 6);
    assertThat(worstFirst.get(0)).isEqualTo("model-4");
    assertThat(browser.run("return document.querySelector('input[type=search]').value"))
        .isEqualTo("");
  }

  @Test
  @Order(7)
  void rowsGlideToTheirNewPlacesUnlessMotionIsUnwanted() {
    // Given
    browser.open("/?period=2024-10", WIDE, HEIGHT);
    String witness =
        "window.glides = 0; const animate = Element.prototype.animate;"
            + "Element.prototype.animate = function (...how) {"
            + " if (this.dataset.key) window.glides++; return animate.apply(this, how); };";
    String order = "document.querySelector('thead th.model a').click();";

    // When
    await()
        .atMost(PATIENCE)
        .until(() -> browser.light().equals("live")); // before, links load pages
    browser.run(witness + order);
    await().atMost(PATIENCE).until(() -> (long) browser.run("return window.glides") >= 3);
    browser.preferStill("light");
    browser.open("/?period=2024-10", WIDE, HEIGHT);
    await().atMost(PATIENCE).until(() -> browser.light().equals("live"));
    browser.run(witness + order);
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("sort=model"));
    await().atMost(PATIENCE).until(() -> browser.texts("[aria-sort]").contains("Model"));

    // Then
    assertThat(browser.run("return window.glides")).isEqualTo(0L);
  }

  @Test
  @Order(8)
  void theSelectsOfAModelsPageKeepItsAddress() {
    // Given
    PageEvents.publish(PageEvents.attacks("first-model", "2024-09", 60, 12));
    browser.open("/models/first-model", WIDE, HEIGHT);
    await()
        .atMost(PATIENCE)
        .until(() -> browser.texts("select[name=period] option").contains("September 2024"));

    // When, then: a month
    choose("period", "2024-09");
    await().atMost(PATIENCE).until(() -> browser.address().contains("period=2024-09"));
    assertThat(browser.address()).endsWith("/models/first-model?period=2024-09");
    assertThat(browser.texts("h1")).containsExactly("first-model");
    choose("period", "");
    await().atMost(PATIENCE).until(() -> browser.address().endsWith("/models/first-model"));

    // When, then: one model to compare with, another one, none
    choose("with", "model-0");
    await().atMost(PATIENCE).until(() -> browser.address().contains("with=model-0"));
    choose("with", "model-1");
    await().atMost(PATIENCE).until(() -> browser.address().contains("with=model-1"));
    assertThat(browser.address()).endsWith("/models/first-model?with=model-1#compare");
    choose("with", "");
    await().atMost(PATIENCE).until(() -> !browser.address().contains("with"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  @Order(9)
  void whatIsNotThereYetAppearsWhenItComes() {
    // Given
    browser.open("/models/later-model", WIDE, HEIGHT);
    assertThat(browser.texts("h1")).containsExactly("Nothing here");

    // When
    PageEvents.publish(PageEvents.attacks("later-model", "2024-10", 60, 12));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.texts("h1")).containsExactly("later-model"));
  }

  @Test
  @Order(10)
  void aLinkKeepsTheFocusWhileItsRowRises() {
    // When
    Object focused = focusedAfterARise("2024-07", "");

    // Then
    assertThat(focused).isEqualTo("riser");
  }

  @Test
  @Order(11)
  void aLinkKeepsTheFocusWhereTheBrowserCannotMoveNodes() {
    // When
    Object focused = focusedAfterARise("2024-06", "delete Element.prototype.moveBefore;");

    // Then
    assertThat(focused).isEqualTo("riser");
  }

  @Test
  @Order(12)
  void theBadgeOnAModelsPageIsRenewedWithItsScore() {
    // Given
    PageEvents.publish(PageEvents.attacks("badged", "2024-06", 3, 0));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              browser.open("/models/badged", WIDE, HEIGHT);
              assertThat(browser.texts("h1")).containsExactly("badged");
            });
    await().atMost(PATIENCE).until(() -> badgeWidth() > 0);
    long provisional = badgeWidth();

    // When
    PageEvents.publish(PageEvents.attacks("badged", "2024-06", 60, 9));

    // Then
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(badgeWidth()).isBetween(1L, provisional - 1));
    assertThat(browser.texts(".snippet code").get(0)).contains("/badge/badged.svg)](http://");
  }

  /** What has the focus after its row has gone from the third place to the first. */
  private Object focusedAfterARise(String period, String script) {
    List<String> lines = new ArrayList<>(PageEvents.attacks("leader", period, 60, 10));
    lines.addAll(PageEvents.attacks("second", period, 60, 20));
    lines.addAll(PageEvents.attacks("riser", period, 60, 30));
    PageEvents.publish(lines);
    browser.open("/?period=" + period, WIDE, HEIGHT);
    awaitNames("leader", "second", "riser");
    await().atMost(PATIENCE).until(() -> browser.light().equals("live"));
    browser.run(script + "document.querySelector('tr[data-key=riser] .name').focus()");
    PageEvents.publish(PageEvents.attacks("riser", period, 60, 0));
    awaitNames("riser", "leader", "second");
    return browser.run("return document.activeElement.textContent");
  }

  private void awaitNames(String... names) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(browser.texts(".board .name")).containsExactly(names));
  }

  /** In pixels, by what is shown on it; 0 until it is there. */
  private long badgeWidth() {
    return (long) browser.run("return document.querySelector('.snippet img').naturalWidth");
  }

  private void choose(String select, String value) {
    browser.run(
        "const select = document.querySelector('select[name=%s]'); select.value = '%s';"
                .formatted(select, value)
            + " select.dispatchEvent(new Event('change', {bubbles: true}))");
  }
}
