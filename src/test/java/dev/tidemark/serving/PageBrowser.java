package dev.tidemark.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
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
final class PageBrowser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final ChromeDriver driver;
  private final String home;

  private PageBrowser(ChromeDriver driver, String home) {
    this.driver = driver;
    this.home = home;
  }

  /** Whether browser and driver are installed. */
  static boolean installed() {
    return program("chromium").isPresent() && program("chromedriver").isPresent();
  }

  /**
   * Starts it.
   *
   * @param home address of the service, without a path
   */
  static PageBrowser start(String home) {
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
  void open(String address, int width, int height) {
    driver.manage().window().setSize(new Dimension(width, height));
    // Below 500 pixels a window shrinks no further; a device may.
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    driver.get(home + address);
  }

  /** Asks for light or dark pages from now on. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Cuts the network off, or joins it again. */
  void offline(boolean offline) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** What a script returns. */
  Object run(String script) {
    return driver.executeScript(script);
  }

  /** Clicks what a CSS selector finds first. */
  void click(String selector) {
    driver.findElement(By.cssSelector(selector)).click();
  }

  /** The visible texts of all that a CSS selector finds. */
  List<String> texts(String selector) {
    @SuppressWarnings("unchecked")
    List<String> texts =
        (List<String>)
            driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)",
                selector);
    return texts;
  }

  String address() {
    return driver.getCurrentUrl();
  }

  /** What the console has said since the last time: refusals of the security policy among it. */
  List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** Keeps a picture under target/screenshots. */
  void screenshot(String name) {
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

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
