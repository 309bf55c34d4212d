package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Status;
import dev.tidemark.serving.ModelQuery.Found;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Says to a pipeline whether a model may pass. */
@Path("/api/v1/gate")
@Tag(name = "models")
@Blocking
@FromViews
public class GateResource {

  private static final int CONFLICT = 409;
  private static final double DEFAULT_MIN = 90;
  private static final int MOST_DECIMALS = 17;

  private final ModelQuery query;

  GateResource(ModelQuery query) {
    this.query = query;
  }

  /**
   * The answer of a gate.
   *
   * @param result {@code pass}, {@code warn}, {@code fail} or {@code provisional}
   * @param reason the same in a sentence, with the numbers
   * @param score null if the model has none
   */
  public record GateAnswer(
      String result,
      String reason,
      String model,
      String period,
      String board,
      String method,
      Double score,
      Double low,
      Double high,
      long conclusive,
      double min,
      double warn) {}

  @GET
  @Path("/{model: .+}")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "gate",
      summary = "Whether a model's score is good enough",
      description =
          "pass from min on, warn from warn on, fail below. provisional while the model has too few"
              + " attempts to be ranked, or no score. The period defaults to the newest in which the"
              + " model was tried on the board.")
  @APIResponse(
      responseCode = "200",
      description = "pass or warn",
      content = @Content(schema = @Schema(implementation = GateAnswer.class)))
  @APIResponse(
      responseCode = "409",
      description = "fail or provisional",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = GateAnswer.class)))
  public Response gate(
      @RestPath String model,
      @RestQuery String board,
      @Parameter(
              description = "Score to pass with, 0 to 100",
              schema = @Schema(type = SchemaType.NUMBER, defaultValue = "90"),
              example = "90")
          @RestQuery
          String min,
      @Parameter(
              description = "Score to warn at, at most min; min if left out",
              schema = @Schema(type = SchemaType.NUMBER),
              example = "85")
          @RestQuery
          String warn,
      @Parameter(
              description = "Judge provisional scores too",
              schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
              example = "true")
          @RestQuery
          String allowProvisional,
      @Parameter(
              description =
                  "Month, YYYY-MM; the newest in which the model was tried on the board if left"
                      + " out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String method) {
    double passAt = min == null ? DEFAULT_MIN : number(min);
    double warnAt = warn == null ? passAt : number(warn);
    if (!(passAt >= 0 && passAt <= 100 && warnAt >= 0 && warnAt <= passAt)) {
      throw badThresholds();
    }
    Found found = query.findTried(model, period, board, method);
    String result =
        judge(found, passAt, warnAt, allowProvisional != null && flag(allowProvisional));
    GateAnswer answer =
        new GateAnswer(
            result,
            reason(result, found, passAt, warnAt),
            model,
            found.period().toString(),
            found.board().name().toLowerCase(Locale.ROOT),
            found.method().version(),
            found.score(),
            found.low(),
            found.high(),
            found.conclusive(),
            passAt,
            warnAt);
    boolean open = result.equals("pass") || result.equals("warn");
    return Response.status(open ? 200 : CONFLICT).entity(answer).build();
  }

  /** Read here: a number that cannot be read would be answered with 404 by the framework. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw badThresholds();
    }
  }

  private static HttpProblem badThresholds() {
    return HttpProblem.valueOf(
        Response.Status.BAD_REQUEST, "min must be a number from 0 to 100, and warn from 0 to min");
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw HttpProblem.valueOf(
              Response.Status.BAD_REQUEST, "allowProvisional must be true or false");
    };
  }

  private static String judge(Found found, double min, double warn, boolean allowProvisional) {
    if (found.score() == null || provisional(found) && !allowProvisional) {
      return "provisional";
    }
    if (found.score() >= min) {
      return "pass";
    }
    return found.score() >= warn ? "warn" : "fail";
  }

  private static String reason(String result, Found found, double min, double warn) {
    String board = found.board().name();
    if (found.score() == null) {
      return "%s has no %s score in %s%s"
          .formatted(
              found.row().model(),
              board,
              found.period(),
              found.row().overflow() ? ": it has more names than the method allows" : "");
    }
    int decimals = decimals(found.score(), min, warn);
    String score =
        "%s %s in %s (95 %% interval %s to %s, %s conclusive attempts%s)"
            .formatted(
                board,
                Rounding.halfUp(found.score(), decimals),
                found.period(),
                Rounding.halfUp(found.low(), 2),
                Rounding.halfUp(found.high(), 2),
                found.conclusive(),
                provisional(found) && !result.equals("provisional") ? ", provisional" : "");
    String least = Rounding.halfUp(min, decimals);
    String tolerated = Rounding.halfUp(warn, decimals);
    return switch (result) {
      case "pass" -> score + " is at least " + least;
      case "warn" -> score + " is below " + least + " but at least " + tolerated;
      case "fail" -> score + " is below " + tolerated;
      default ->
          score
              + " is provisional: "
              + found.method().provisionalBelow()
              + " conclusive attempts are needed";
    };
  }

  private static boolean provisional(Found found) {
    return found.row().status() == Status.PROVISIONAL;
  }

  /** Two, or as many as it takes that no score reads like a threshold that it only comes near. */
  private static int decimals(double score, double... thresholds) {
    int decimals = 2;
    for (double threshold : thresholds) {
      while (score != threshold
          && decimals < MOST_DECIMALS
          && Rounding.halfUp(score, decimals).equals(Rounding.halfUp(threshold, decimals))) {
        decimals++;
      }
    }
    return decimals;
  }
}
