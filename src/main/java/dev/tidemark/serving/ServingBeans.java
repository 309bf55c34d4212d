package dev.tidemark.serving;

import dev.tidemark.scoring.Methods;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;

/**
 * What serving is given; a method that is not valid ends the start with its file and field. Tests
 * give it something else.
 */
@ApplicationScoped
public class ServingBeans {

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  @Startup
  Methods methods(ServingConfig config) throws IOException {
    return config.methods().isEmpty()
        ? Methods.builtIn()
        : Methods.withFolder(config.methods().get());
  }
}
