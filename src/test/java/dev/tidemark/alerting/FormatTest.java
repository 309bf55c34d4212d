package dev.tidemark.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tidemark.alerting.Sender.Verdict;
import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Quoted;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each kind of receiver really gets, held against the schema of its vendor's documentation.
 */
class FormatTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-01-20T10:00:05Z");
  private static final String SERVICE = "https://tidemark.example";

  /** Others' text that means something to Slack, to JSON, to headers, to logs. */
  private static final String HOSTILE =
      "<!channel> <https://evil.example|click> *b* _i_ `c` & \"q\" \r\nX-Evil: 1 \u202E {{x}} \u0000";

  private TestReceiver server;

  @BeforeEach
  void start() throws Exception {
    server = new TestReceiver();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "webhook,FIRING", "webhook,RESOLVED",
    "slack,FIRING", "slack,RESOLVED",
    "pagerduty,FIRING", "pagerduty,RESOLVED",
    "alertmanager,FIRING", "alertmanager,RESOLVED"
  })
  void whatEachReceiverGetsIsWhatItsDocumentationAsksFor(String type, AlertState state)
      throws Exception {
    for (Transition transition :
        List.of(
            new Transition("k", Alerts.alert("acme/atlas-2", 1, state).build(), false),
            hostile(state),
            named("\u200B", "\u200B", state),
            Alerts.longest(state))) {
      TestReceiver.Received request = send(type, transition);

      assertThat(schema(type).validate(request.text(), InputFormat.JSON, FormatTest::strictly))
          .as(request.text())
          .isEmpty();
      assertThat(request.header("Content-Type")).isEqualTo("application/json");
      assertThat(request.body().length).isLessThan(128 * 1024);
      assertThat(request.headers()).doesNotContainKey("X-evil");
    }
  }

  @Test
  void theSchemasRefuseWhatIsNot() throws Exception {
    for (String type : List.of("webhook", "slack", "pagerduty", "alertmanager")) {
      assertThat(schema(type).validate("{\"version\":\"4\"}", InputFormat.JSON)).isNotEmpty();
    }
  }

  @Test
  void aWebhookGetsTheWholeAlert() throws Exception {
    JsonNode body = JSON.readTree(send("webhook", Alerts.firing("acme/atlas-2", 3)).text());

    assertThat(body.at("/key").asText()).isEqualTo("REGRESSION|acme/atlas-2|all|2026-01");
    assertThat(body.at("/episode").asInt()).isEqualTo(3);
    assertThat(body.at("/board").asText()).isEqualTo("all");
    assertThat(body.at("/firedAt").asText()).isEqualTo("2026-01-20T10:00:00Z");
    assertThat(body.at("/evidence/regressed").asLong()).isEqualTo(31);
    assertThat(body.at("/evidence/cases/0/caseId").asText()).isEqualTo("j-001");
    assertThat(body.at("/link").asText())
        .isEqualTo(SERVICE + "/models/acme%2Fatlas-2?period=2026-01");
    assertThat(body.at("/sample").asBoolean()).isFalse();
  }

  @Test
  void aWebhookCanVerifyWhoSentItAndThatItIsNew() throws Exception {
    TestReceiver.Received request =
        send("webhook", hostile(AlertState.FIRING), "secret-env", "SIGNING");

    // As a receiver does it, from the header, the raw body and its own copy of the key.
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret-signing-key".getBytes(), "HmacSHA256"));
    String signed = request.header("Tidemark-Timestamp") + "." + request.text();
    String expected =
        HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    assertThat(request.header("Tidemark-Signature")).isEqualTo("v1=" + expected);
    assertThat(request.header("Tidemark-Timestamp")).isEqualTo("" + NOW.getEpochSecond());
    assertThat(request.text()).doesNotContain("s3cret");
  }

  @Test
  void withoutASecretNothingIsSigned() throws Exception {
    assertThat(send("webhook", Alerts.firing("m", 1)).headers())
        .doesNotContainKeys("Tidemark-signature", "Tidemark-timestamp", "Authorization");
  }

  @Test
  void anIdIsTheSameForEveryTryOfATransitionAndForNoOther() throws Exception {
    String id = send("webhook", Alerts.firing("m", 1)).header("Idempotency-Key");

    assertThat(send("webhook", Alerts.firing("m", 1)).header("Idempotency-Key")).isEqualTo(id);
    assertThat(
            List.of(
                Alerts.firing("m", 2).id(),
                Alerts.resolved("m", 1).id(),
                Alerts.firing("n", 1).id()))
        .doesNotContain(id)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(AlertState.class)
  void slackReadsNoMarkupInWhatOthersWrote(AlertState state) throws Exception {
    String text = send("slack", hostile(state)).text();

    List<String> shown = JSON.readTree(text).findValuesAsText("text");
    assertThat(shown)
        .allSatisfy(
            part -> {
              assertThat(
                      part.replaceFirst(
                          "<https://tidemark.example/[^<>|]*\\|Open in Tidemark>", ""))
                  .doesNotContain("<", ">");
              assertThat(part).doesNotContain("\u202E", "\u0000", "\r", "`", "_i_");
            });
    assertThat(text).contains("&lt;!channel&gt;").contains("\"verbatim\":true");
  }

  @Test
  void pagerDutyCorrelatesAllEpisodesOfAnAlertWhateverItsName() throws Exception {
    JsonNode trigger = JSON.readTree(send("pagerduty", Alerts.firing("acme/atlas-2", 1)).text());
    JsonNode resolve = JSON.readTree(send("pagerduty", Alerts.resolved("acme/atlas-2", 2)).text());
    JsonNode lengthy = JSON.readTree(send("pagerduty", Alerts.longest(AlertState.FIRING)).text());

    assertThat(trigger.at("/event_action").asText()).isEqualTo("trigger");
    assertThat(trigger.at("/routing_key").asText()).isEqualTo(Settings.ROUTING_KEY);
    assertThat(trigger.at("/payload/severity").asText()).isEqualTo("critical");
    assertThat(trigger.at("/payload/custom_details/evidence/fixed").asLong()).isEqualTo(4);
    assertThat(resolve.at("/event_action").asText()).isEqualTo("resolve");
    assertThat(resolve.at("/dedup_key")).isEqualTo(trigger.at("/dedup_key"));
    assertThat(lengthy.at("/dedup_key").asText()).matches("[0-9a-f]{32}");
  }

  /** The rules of events allow such a name; PagerDuty wants a source, Alertmanager a label. */
  @ParameterizedTest
  @ValueSource(strings = {"   ", "\u200B", "\u00A0 \u3000"})
  void aNameOfWhichNothingShowsIsQuoted(String name) throws Exception {
    Transition transition = named(name, name, AlertState.FIRING);

    JsonNode event = JSON.readTree(send("pagerduty", transition).text());
    JsonNode group = JSON.readTree(send("alertmanager", transition).text());
    JsonNode message = JSON.readTree(send("slack", transition).text());

    String quoted = Quoted.of(name);
    assertThat(event.at("/payload/source").asText()).isEqualTo(quoted);
    assertThat(event.at("/payload/component").asText()).isEqualTo(quoted);
    assertThat(event.at("/payload/group").asText()).isEqualTo(quoted);
    assertThat(group.at("/commonLabels/model").asText()).isEqualTo(quoted);
    assertThat(message.at("/text").asText()).endsWith(" - " + quoted);
  }

  @Test
  void aModelIsShownByItsNameWhereItsDisplayNameIsBlank() throws Exception {
    Transition transition = named("acme/atlas-2", " ", AlertState.FIRING);

    JsonNode event = JSON.readTree(send("pagerduty", transition).text());

    assertThat(event.at("/payload/component").asText()).isEqualTo("acme/atlas-2");
  }

  @Test
  void alertmanagersReceiversKnowAnAlertByItsFingerprint() throws Exception {
    TestReceiver.Received request =
        send("alertmanager", Alerts.firing("acme/atlas-2", 1), "secret-env", "TOKEN");
    JsonNode firing = JSON.readTree(request.text());
    JsonNode resolved =
        JSON.readTree(send("alertmanager", Alerts.resolved("acme/atlas-2", 1)).text());

    assertThat(request.header("Authorization")).isEqualTo("Bearer t0ken");
    assertThat(firing.at("/alerts/0/labels/alertname").asText()).isEqualTo("TidemarkRegression");
    assertThat(firing.at("/alerts/0/endsAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(resolved.at("/status").asText()).isEqualTo("resolved");
    assertThat(resolved.at("/alerts/0/endsAt").asText()).isEqualTo("2026-01-20T10:01:00Z");
    assertThat(resolved.at("/alerts/0/fingerprint")).isEqualTo(firing.at("/alerts/0/fingerprint"));
    assertThat(resolved.at("/groupKey")).isEqualTo(firing.at("/groupKey"));
  }

  @Test
  void aSampleSaysSoEverywhere() throws Exception {
    Transition sample =
        new Transition(
            "k",
            Alerts.alert("m", 1, AlertState.FIRING).setSummary("SAMPLE: a try.").build(),
            true);
    for (String type : List.of("webhook", "slack", "pagerduty", "alertmanager")) {
      assertThat(send(type, sample).text()).as(type).contains("SAMPLE");
    }
    assertThat(send("webhook", sample).text()).contains("\"sample\":true");
  }

  private static Transition named(String model, String others, AlertState state) {
    Alert alert = Alerts.alert(model, 1, state).setDisplayName(others).setProvider(others).build();
    return new Transition(Alerts.key(model), alert, false);
  }

  private static Transition hostile(AlertState state) {
    Alert alert =
        Alerts.alert(HOSTILE, 1, state)
            .setDisplayName(HOSTILE)
            .setProvider(HOSTILE)
            .setSummary(HOSTILE)
            .setResolution(HOSTILE)
            .build();
    return new Transition(Alerts.key(HOSTILE), alert, false);
  }

  private TestReceiver.Received send(String type, Transition transition, String... settings) {
    String[] needed = type.equals("pagerduty") ? new String[] {"secret-env", "ROUTING"} : settings;
    Receiver receiver = Settings.receiver(type, server.url(), needed);
    server.received().clear();
    Sender.Answer answer =
        new Sender(Duration.ofSeconds(20), SERVICE, Clock.fixed(NOW, ZoneOffset.UTC))
            .send(receiver, transition)
            .join();
    assertThat(answer.verdict()).isEqualTo(Verdict.ACCEPTED);
    return server.received().get(0);
  }

  private static Schema schema(String type) throws Exception {
    Map<String, String> published = Map.of("webhook", "/META-INF/resources/schemas/webhook-v1");
    String name = published.getOrDefault(type, "/receivers/" + type) + ".schema.json";
    try (InputStream in = FormatTest.class.getResourceAsStream(name)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(in);
    }
  }

  /** With dates and addresses checked, too. */
  private static void strictly(com.networknt.schema.ExecutionContext context) {
    context.executionConfig(config -> config.formatAssertionsEnabled(true));
  }
}
