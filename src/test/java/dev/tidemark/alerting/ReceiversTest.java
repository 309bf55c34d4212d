package dev.tidemark.alerting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Glob;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that are wrong are named, and secrets never are. */
class ReceiversTest {

  @Test
  void eachTypeIsMadeOfItsSettings() {
    assertThat(
            Settings.receivers(
                "receivers.a.type", "webhook",
                "receivers.a.url", "https://soc.example/in",
                "receivers.a.secret-env", "SIGNING",
                "receivers.b.type", "pagerduty",
                "receivers.b.url", "https://events.pagerduty.com/v2/enqueue",
                "receivers.b.secret-env", "ROUTING",
                "receivers.c.type", "alertmanager",
                "receivers.c.url", "http://127.0.0.1:9094/hook"))
        .extracting(Receiver::name, Receiver::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a", ReceiverType.WEBHOOK),
            org.assertj.core.groups.Tuple.tuple("b", ReceiverType.PAGERDUTY),
            org.assertj.core.groups.Tuple.tuple("c", ReceiverType.ALERTMANAGER));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "type=webhook,url=http://soc.example/in; .url is plain http",
        "type=webhook,url=http://127.0.0.1.evil.example/in; .url is plain http",
        "type=webhook,url=http://localhost.evil.example/in; .url is plain http",
        "type=webhook,url=ftp://soc.example/in; .url must start with https://",
        "type=webhook,url=/in; .url must be an address",
        "type=webhook,url=https://user:pw@soc.example/; .url must be an address",
        "type=webhook; needs one of url and url-env",
        "type=webhook,url=https://a/,url-env=TOKEN; needs one of url and url-env",
        "type=webhook,url-env=NOPE; .url-env names the environment variable NOPE, which isn't set",
        "type=webhook,url=https://a/,secret-env=NOPE; .secret-env names the environment variable",
        "type=pagerduty,url=https://a/; .secret-env must name a variable with the routing key",
        "type=pagerduty,url=https://a/,secret-env=TOKEN; which has 32 characters",
        "type=slack,url=https://hooks.slack.com/x; .url isn't for Slack",
        "type=slack,url-env=TOKEN,secret-env=TOKEN; .secret-env isn't for Slack",
        "type=slack,url-env=TOKEN; .url-env must be an address"
      })
  void aWrongSettingIsNamedWithWhatToDo(String settings, String message) {
    String[] pairs = settings.split("[=,]");
    for (int i = 0; i < pairs.length; i += 2) {
      pairs[i] = "receivers.ops." + pairs[i];
    }

    assertThatThrownBy(() -> Settings.receivers(pairs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tidemark.alerts.receivers.\"ops\"")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("t0ken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"Ops\"", "\"a b\"", "\"a|b\"", "\"-a\"", "\"a.b\""})
  void aNameIsPlain(String name) {
    assertThatThrownBy(
            () ->
                Settings.receivers(
                    "receivers." + name + ".type", "webhook",
                    "receivers." + name + ".url", "https://a/"))
        .hasMessageContaining("the name must be 1 to 50 of a-z");
  }

  @Test
  void plainHttpIsForLoopbackOrForWhoAsksForIt() {
    for (String host : new String[] {"localhost", "127.0.0.1", "127.9.9.9", "[::1]"}) {
      assertThat(Settings.receiver("webhook", "http://" + host + "/").url().getScheme())
          .isEqualTo("http");
    }
    assertThat(
            Settings.receiver("webhook", "http://soc.example/", "allow-http", "true")
                .url()
                .getScheme())
        .isEqualTo("http");
  }

  @Test
  void secretsAreNotShown() {
    Receiver signed =
        Settings.receiver("webhook", "https://soc.example/p4th", "secret-env", "SIGNING");
    Receiver slack = Settings.receiver("slack", "https://hooks.slack.com/services/T/B/s3cret");

    assertThat(signed + " " + slack)
        .contains("soc.example", "hooks.slack.com")
        .doesNotContain("s3cret", "p4th", "services");
  }

  @Test
  void aRetryCannotBeLongerAtFirstThanAtLast() {
    assertThatThrownBy(() -> Settings.receivers("retry-min", "PT10M", "retry-max", "PT1M"))
        .hasMessageContaining("tidemark.alerts.retry-max is PT1M");
  }

  @ParameterizedTest
  @CsvSource({
    "rules,'REGRESSION,FLOOR',true",
    "rules,STALE,false",
    "min-severity,CRITICAL,false",
    "min-severity,WARNING,true",
    "models,acme/*,true",
    "models,'nova/*,*/atlas-?',true",
    "models,nova/*,false",
    "models,acme,false",
    "providers,A*,true",
    "providers,Nova,false"
  })
  void aRouteLooksAtRuleSeverityModelAndProvider(String key, String value, boolean expected) {
    Alert alert =
        Alerts.alert("acme/atlas-2", 1, AlertState.FIRING)
            .setRule(AlertRule.FLOOR)
            .setSeverity(AlertSeverity.WARNING)
            .build();

    assertThat(Settings.receiver("webhook", "https://a/", key, value).hearsOf(alert))
        .isEqualTo(expected);
  }

  @Test
  void everyConditionOfARouteMustHold() {
    Alert alert = Alerts.alert("acme/atlas-2", 1, AlertState.FIRING).build();

    assertThat(Settings.receiver("webhook", "https://a/").hearsOf(alert)).isTrue();
    assertThat(
            Settings.receiver("webhook", "https://a/", "models", "acme/*", "providers", "Nova")
                .hearsOf(alert))
        .isFalse();
    assertThat(
            Settings.receiver("webhook", "https://a/", "providers", "*")
                .hearsOf(
                    Alerts.alert("acme/atlas-2", 1, AlertState.FIRING).setProvider(null).build()))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "*,,true", "*,a,true", "a*,a,true", "*a,ba,true", "a*c*e,abcde,true", "a?c,abc,true",
    "a?c,ac,false", "**,x,true", "a*b,a,false", "'',a,false", "[a-z],a,false", "a.c,abc,false"
  })
  void patternsHaveStarsAndQuestionMarksAlone(String pattern, String text, boolean expected) {
    assertThat(Glob.matches(pattern, text == null ? "" : text)).isEqualTo(expected);
  }

  @Test
  void noPatternTakesForEver() {
    String pattern = "a*".repeat(100) + "b";
    long started = System.nanoTime();

    assertThat(Glob.matches(pattern, "a".repeat(200))).isFalse();
    assertThat(System.nanoTime() - started).isLessThan(2_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({
    ",127.0.0.1,http://localhost:8080",
    ",0.0.0.0,http://localhost:8080",
    ",10.1.2.3,http://10.1.2.3:8080",
    ",::1,http://[::1]:8080",
    "https://tidemark.example/,127.0.0.1,https://tidemark.example",
    "https://tidemark.example/board/,127.0.0.1,https://tidemark.example/board"
  })
  void linksLeadToThePublicAddressOrToTheService(URI publicUrl, String host, String expected) {
    assertThat(Dispatcher.service(Optional.ofNullable(publicUrl), host, 8080)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidemark.example", "ftp://tidemark.example", "https:///x"})
  void aPublicAddressThatIsNoneIsRefused(URI publicUrl) {
    assertThatThrownBy(() -> Dispatcher.service(Optional.of(publicUrl), "127.0.0.1", 8080))
        .hasMessageContaining("tidemark.public-url must be an address");
  }
}
