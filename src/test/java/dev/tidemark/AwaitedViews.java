package dev.tidemark;

import static org.awaitility.Awaitility.await;

import dev.tidemark.serving.ViewProgress;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Lets the start of a test's service end when its views are read: before, it answers with 503. */
@Singleton
class AwaitedViews {

  /** Set where there is a broker that they can be read from. */
  static final String WANTED = "tests.await-views";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  void holdUp(
      @Observes @Priority(Integer.MAX_VALUE) StartupEvent event,
      ViewProgress views,
      @ConfigProperty(name = WANTED, defaultValue = "false") boolean wanted) {
    if (wanted) {
      await().atMost(PATIENCE).until(views::caughtUp);
    }
  }
}
