package dev.tidemark.serving;

import dev.tidemark.scoring.Methods;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What serving is given, so that tests can give it something else. */
@ApplicationScoped
public class ServingBeans {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  Methods methods() {
    return Methods.builtIn();
  }
}
