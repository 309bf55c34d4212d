package dev.tidemark.alerting;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertEvidence;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertSeverity;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.Quoted;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tries receivers with an alert that is labelled as made up. Any node that may deliver can. */
@Path("/api/v1/alerts/test")
@Tag(name = "alerts")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class SampleResource {

  private static final String MODEL = "tidemark/sample";
  private static final String SUMMARY = "SAMPLE: Tidemark tries this receiver. No model got worse.";
  private static final String RESOLUTION = "SAMPLE: the try is over.";

  private final Dispatcher dispatcher;
  private final Clock clock;

  SampleResource(Dispatcher dispatcher, Clock clock) {
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /** What each receiver answered. */
  public record SamplesAnswer(List<SampleRow> receivers) {}

  /**
   * One receiver.
   *
   * @param ok whether it took both
   * @param firing its answer to the sample that fires: a status, or what went wrong
   * @param resolved its answer to the sample that is resolved; null if it wasn't sent
   */
  public record SampleRow(
      String receiver, ReceiverType type, boolean ok, String firing, String resolved) {}

  @POST
  @Operation(
      operationId = "testAlerts",
      summary = "Send a sample to each receiver, or to one",
      description =
          "The sample, labelled as one, fires and is resolved at once. Routes and silences don't"
              + " hold for it.")
  @APIResponseSchema(
      value = SamplesAnswer.class,
      responseDescription = "What each receiver answered; some may have failed",
      responseCode = "200")
  public SamplesAnswer send(
      @Parameter(description = "Name of a receiver; all if left out", example = "soc")
          @QueryParam("receiver")
          String name) {
    List<Receiver> receivers =
        dispatcher.receivers().stream()
            .filter(receiver -> name == null || receiver.name().equals(name))
            .toList();
    if (receivers.isEmpty()) {
      throw name == null
          ? HttpProblem.valueOf(
              Status.CONFLICT,
              "no receiver is configured here: set tidemark.alerts.receivers (see the README)")
          : HttpProblem.valueOf(
              Status.NOT_FOUND,
              "%s is no receiver: there are %s".formatted(Quoted.of(name), names()));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<CompletableFuture<SampleRow>> rows =
        receivers.stream().map(receiver -> send(receiver, now)).toList();
    return new SamplesAnswer(rows.stream().map(CompletableFuture::join).toList());
  }

  private String names() {
    return dispatcher.receivers().stream().map(Receiver::name).collect(Collectors.joining(", "));
  }

  private CompletableFuture<SampleRow> send(Receiver receiver, Instant now) {
    return dispatcher
        .send(receiver, sample(AlertState.FIRING, now))
        .thenCompose(
            firing ->
                firing.verdict() != Sender.Verdict.ACCEPTED
                    ? CompletableFuture.completedFuture(row(receiver, firing, null))
                    : dispatcher
                        .send(receiver, sample(AlertState.RESOLVED, now))
                        .thenApply(resolved -> row(receiver, firing, resolved)));
  }

  private static SampleRow row(Receiver receiver, Sender.Answer firing, Sender.Answer resolved) {
    return new SampleRow(
        receiver.name(),
        receiver.type(),
        resolved != null && resolved.verdict() == Sender.Verdict.ACCEPTED,
        firing.words(),
        resolved == null ? null : resolved.words());
  }

  /** An episode of its own each time, so that no receiver takes it for one that it had. */
  private static Transition sample(AlertState state, Instant now) {
    boolean resolved = state == AlertState.RESOLVED;
    String period = YearMonth.from(now.atOffset(ZoneOffset.UTC)).toString();
    Alert alert =
        Alert.newBuilder()
            .setRule(AlertRule.REGRESSION)
            .setModel(MODEL)
            .setDisplayName("Tidemark sample")
            .setProvider("Tidemark")
            .setBoard(AlertBoard.ALL)
            .setPeriod(period)
            .setSeverity(AlertSeverity.INFO)
            .setState(state)
            .setTransition(true)
            .setEpisode((int) (now.getEpochSecond() & Integer.MAX_VALUE))
            .setFiredAt(now)
            .setResolvedAt(resolved ? now : null)
            .setUpdatedAt(now)
            .setMethodVersion("v1")
            .setSummary(SUMMARY)
            .setResolution(resolved ? RESOLUTION : null)
            .setEvidence(AlertEvidence.newBuilder().build())
            .setPath("/")
            .build();
    return new Transition(
        String.join("|", AlertRule.REGRESSION.name(), MODEL, "all", period), alert, true);
  }
}
