package dev.tidemark.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium, where one is installed. */
public final class PageBrowser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static final String AXE = axe();

  private final ChromeDriver driver;
  private final String home;

  private PageBrowser(ChromeDriver driver, String home) {
    this.driver = driver;
    this.home = home;
  }

  /** Whether browser and driver are installed. */
  public static boolean installed() {
    return program("chromium").isPresent() && program("chromedriver").isPresent();
  }

  /**
   * Starts it.
   *
   * @param home address of the service, without a path
   */
  public static PageBrowser start(String home) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").orElseThrow().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars");
    options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
            .usingAnyFreePort()
            .build();
    return new PageBrowser(new ChromeDriver(service, options), home);
  }

  /** Opens a page at a window size, in CSS pixels. */
  public void open(String address, int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    // Below 500 pixels a window shrinks no further; a device may.
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.get(home + address);
  }

  /** Shows nothing, and forgets what it has kept, what was asked of it and what it has said. */
  public void renew() {
    driver.get("about:blank");
    offline(false);
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
    driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    complaints();
  }

  /** Asks for light or dark pages from now on. */
  public void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Cuts the network off, or joins it again. */
  public void offline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** What a script returns. */
  public Object run(String script) {
    return driver.executeScript(script);
  }

  /** Types into what a CSS selector finds first. */
  public void type(String selector, String text) {
    driver.findElement(By.cssSelector(selector)).sendKeys(text);
  }

  /** Asks for pages without motion from now on, beside a scheme. */
  public void preferStill(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /** What axe-core finds wrong with the page by WCAG 2.2 A and AA and its best practices. */
  public List<String> violations() {
    driver.executeScript(AXE);
    @SuppressWarnings("unchecked")
    List<String> violations =
        (List<String>)
            driver.executeAsyncScript(
                """
                const done = arguments[0];
                axe.run({ resultTypes: ['violations'] }).then((found) =>
                  done(found.violations.map((each) => each.id + ': ' + each.help + ' at '
                    + each.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(' and '))));
                """);
    return violations;
  }

  /** Clicks what a CSS selector finds first. */
  public void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** The visible texts of all that a CSS selector finds. */
  public List<String> texts(String selector) {
    @SuppressWarnings("unchecked")
    List<String> texts =
        (List<String>)
            driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
                selector);
    return texts;
  }

  /** What the light says of the connection. */
  public String light() {
    return texts("#light-state").get(0);
  }

  /** How many elements stick out of the viewport to the right, and whether the page scrolls. */
  public long overflowing() {
    return (long)
        run(
            "const w = document.documentElement.clientWidth;"
                + "return [...document.querySelectorAll('body *')].filter(e =>"
                + " !e.closest('.unseen, .skip, .wide, thead')"
                + " && e.getBoundingClientRect().right > w + 0.5).length"
                + " + (document.documentElement.scrollWidth > w ? 1 : 0)");
  }

  public String address() {
    return driver.getCurrentUrl();
  }

  /** What the console has said since the last time: refusals of the security policy among it. */
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** Keeps a picture under target/screenshots. */
  public void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }

  private static String axe() {
    try (InputStream script = PageBrowser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
