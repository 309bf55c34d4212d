package dev.tidemark.alerting;

import dev.tidemark.alerting.DeliveryConfig.ReceiverConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Makes receivers of their settings, or says what is wrong with these. */
final class Receivers {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,49}");
  private static final Pattern LOOPBACK_ADDRESS =
      Pattern.compile("127(\\.[0-9]{1,3}){3}|\\[?::1]?");

  /** PagerDuty refuses any other length, one alert after the other. */
  private static final int ROUTING_KEY = 32;

  private Receivers() {}

  /**
   * All receivers, by name.
   *
   * @param environment where their secrets are
   * @throws IllegalArgumentException if a setting is wrong; says which and what to do
   */
  static List<Receiver> of(DeliveryConfig config, Map<String, String> environment) {
    if (config.retryMax().compareTo(config.retryMin()) < 0) {
      throw new IllegalArgumentException(
          "tidemark.alerts.retry-max is %s: it can't be shorter than retry-min, which is %s"
              .formatted(config.retryMax(), config.retryMin()));
    }
    return new TreeMap<>(config.receivers())
        .entrySet().stream()
            .map(entry -> receiver(entry.getKey(), entry.getValue(), environment))
            .toList();
  }

  private static Receiver receiver(
      String name, ReceiverConfig config, Map<String, String> environment) {
    if (!NAME.matcher(name).matches()) {
      throw wrong(
          name,
          "",
          "the name must be 1 to 50 of a-z, 0-9, '_', '-', starting with a letter or digit");
    }
    Optional<String> secret =
        config.secretEnv().map(variable -> variable(name, "secret-env", variable, environment));
    switch (config.type()) {
      case PAGERDUTY -> {
        if (secret.map(String::length).orElse(0) != ROUTING_KEY) {
          throw wrong(
              name,
              ".secret-env",
              "must name a variable with the routing key, which has %d characters"
                  .formatted(ROUTING_KEY));
        }
      }
      case SLACK -> {
        if (secret.isPresent() || config.url().isPresent()) {
          throw wrong(
              name,
              config.url().isPresent() ? ".url" : ".secret-env",
              "isn't for Slack: the address of the incoming webhook is the secret, so put that"
                  + " into an environment variable and name it with url-env");
        }
      }
      case WEBHOOK, ALERTMANAGER -> {}
    }
    if (secret.filter(value -> !value.chars().allMatch(c -> c > ' ' && c < 0x7f)).isPresent()) {
      throw wrong(
          name, ".secret-env", "names a variable whose value isn't plain: no spaces, ASCII only");
    }
    return new Receiver(name, url(name, config, environment), secret, config);
  }

  private static URI url(String name, ReceiverConfig config, Map<String, String> environment) {
    if (config.url().isPresent() == config.urlEnv().isPresent()) {
      throw wrong(name, "", "needs one of url and url-env");
    }
    URI url =
        config
            .urlEnv()
            .map(variable -> parse(name, variable(name, "url-env", variable, environment)))
            .orElseGet(() -> config.url().orElseThrow());
    String key = config.url().isPresent() ? ".url" : ".url-env";
    if (url.getHost() == null || url.getScheme() == null || url.getUserInfo() != null) {
      throw wrong(name, key, "must be an address such as https://host/path, without a password");
    }
    switch (url.getScheme()) {
      case "https" -> {}
      case "http" -> {
        if (!config.allowHttp() && !isLoopback(url.getHost())) {
          throw wrong(
              name,
              key,
              "is plain http: use https, or set allow-http=true if the network is yours alone");
        }
      }
      default -> throw wrong(name, key, "must start with https://");
    }
    return url;
  }

  /** The parser's own words would show the address, which may be a secret. */
  private static URI parse(String name, String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      throw wrong(name, ".url-env", "names a variable whose value is no address");
    }
  }

  private static String variable(
      String name, String key, String variable, Map<String, String> environment) {
    String value = environment.getOrDefault(variable, "").strip();
    if (value.isEmpty()) {
      throw wrong(
          name,
          '.' + key,
          "names the environment variable %s, which isn't set".formatted(variable));
    }
    return value;
  }

  /** Names other than localhost are never looked up: what they mean can change. */
  private static boolean isLoopback(String host) {
    try {
      return host.equalsIgnoreCase("localhost")
          || LOOPBACK_ADDRESS.matcher(host).matches()
              && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static IllegalArgumentException wrong(String name, String key, String what) {
    return new IllegalArgumentException(
        "tidemark.alerts.receivers.\"%s\"%s %s".formatted(name, key, what));
  }
}
