package dev.tidemark.alerting;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two receivers for a whole service: {@code soc} takes everything, {@code flaky} answers as it is
 * told. A test reads what they got in its fields {@code List<String> soc} and {@code flaky}, and
 * sets the status in {@code AtomicInteger status}; these are of the JDK, because a test is loaded
 * by another class loader.
 */
public final class ReceiversTestResource implements QuarkusTestResourceLifecycleManager {

  private final AtomicInteger status = new AtomicInteger(200);
  private TestReceiver soc;
  private TestReceiver flaky;

  @Override
  public Map<String, String> start() {
    try {
      soc = new TestReceiver();
      flaky = new TestReceiver();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    flaky.reply(request -> TestReceiver.Reply.status(status.get()));
    return Map.of(
        "tidemark.alerts.receivers.soc.type", "webhook",
        "tidemark.alerts.receivers.soc.url", soc.url(),
        "tidemark.alerts.receivers.flaky.type", "alertmanager",
        "tidemark.alerts.receivers.flaky.url", flaky.url(),
        "tidemark.alerts.receivers.flaky.min-severity", "CRITICAL",
        "tidemark.alerts.retry-min", "PT0.05S",
        "tidemark.alerts.retry-max", "PT0.2S");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(texts(soc), field -> field.getName().equals("soc"));
    injector.injectIntoFields(texts(flaky), field -> field.getName().equals("flaky"));
    injector.injectIntoFields(status, field -> field.getName().equals("status"));
  }

  @Override
  public void stop() {
    soc.close();
    flaky.close();
  }

  private static List<String> texts(TestReceiver of) {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        return of.received().get(index).text();
      }

      @Override
      public int size() {
        return of.received().size();
      }

      @Override
      public void clear() {
        of.received().clear();
      }
    };
  }
}
