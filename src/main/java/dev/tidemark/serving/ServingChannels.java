package dev.tidemark.serving;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns the incoming channels off in a process that doesn't serve: it would keep all standings for
 * nobody, and wait for them before it is up.
 */
public final class ServingChannels implements ConfigSourceFactory {

  private static final String PREFIX = "mp.messaging.incoming.";
  private static final String SUFFIX = ".connector";

  /** Above application.properties, below what an operator sets. */
  private static final int ORDINAL = 255;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue roles = context.getValue("tidemark.roles");
    if (roles == null
        || roles.getValue() == null
        || Arrays.stream(roles.getValue().split(",")).map(String::trim).anyMatch("serve"::equals)) {
      return List.of();
    }
    Map<String, String> settings = new HashMap<>();
    for (Iterator<String> names = context.iterateNames(); names.hasNext(); ) {
      String name = names.next();
      if (name.startsWith(PREFIX) && name.endsWith(SUFFIX)) {
        String channel = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        settings.put(PREFIX + channel + ".enabled", "false");
      }
    }
    // It warns of each consumer that has nothing to consume now.
    settings.put("quarkus.log.category.\"io.smallrye.reactive.messaging.provider\".level", "ERROR");
    return List.of(new PropertiesConfigSource(settings, "channels of roles", ORDINAL));
  }
}
