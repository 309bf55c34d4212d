package dev.tidemark.alerting;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of delivery as an operator writes them, without the prefix. */
final class Settings {

  static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";
  static final Map<String, String> ENVIRONMENT =
      Map.of("SIGNING", "s3cret-signing-key", "ROUTING", ROUTING_KEY, "TOKEN", "t0ken");

  private Settings() {}

  static DeliveryConfig of(String... keysAndValues) {
    SmallRyeConfigBuilder settings = new SmallRyeConfigBuilder().withMapping(DeliveryConfig.class);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      settings.withDefaultValue("tidemark.alerts." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return settings.build().getConfigMapping(DeliveryConfig.class);
  }

  static List<Receiver> receivers(String... keysAndValues) {
    return Receivers.of(of(keysAndValues), ENVIRONMENT);
  }

  /** One receiver, named by its type, at this address. */
  static Receiver receiver(String type, String url, String... more) {
    String prefix = "receivers." + type + '.';
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put("ADDRESS", url);
    String[] settings = new String[more.length + 4];
    settings[0] = prefix + "type";
    settings[1] = type;
    settings[2] = prefix + "url-env";
    settings[3] = "ADDRESS";
    for (int i = 0; i < more.length; i += 2) {
      settings[4 + i] = prefix + more[i];
      settings[5 + i] = more[i + 1];
    }
    return Receivers.of(of(settings), environment).get(0);
  }
}
