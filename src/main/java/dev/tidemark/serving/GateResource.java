package dev.tidemark.serving;

import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Status;
import dev.tidemark.serving.ModelQuery.Found;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Says to a pipeline whether a model may pass. */
@Path("/api/v1/gate")
@Tag(name = "models")
@Blocking
public class GateResource {

  private static final int CONFLICT = 409;

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
  public record Answer(
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
      summary = "Whether a model's score is good enough",
      description =
          "pass from min on, warn from warn on, fail below. provisional while the model has too few"
              + " attempts to be ranked, or no score. The period defaults to the model's newest.")
  @APIResponse(responseCode = "200", description = "pass or warn")
  @APIResponse(responseCode = "409", description = "fail or provisional")
  @APIResponse(responseCode = "404", description = "No result counts for this model")
  public Response gate(
      @RestPath String model,
      @RestQuery String board,
      @Parameter(description = "Score to pass with, 0 to 100") @RestQuery @DefaultValue("90")
          double min,
      @Parameter(description = "Score to warn at, at most min; min if left out") @RestQuery
          Double warn,
      @Parameter(description = "Judge provisional scores too") @RestQuery @DefaultValue("false")
          boolean allowProvisional,
      @RestQuery String period,
      @RestQuery String method) {
    double warnAt = warn == null ? min : warn;
    if (!(min >= 0 && min <= 100 && warnAt >= 0 && warnAt <= min)) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST, "min must be 0 to 100, and warn 0 to min");
    }
    Found found = query.find(model, period, board, method);
    String result = judge(found, min, warnAt, allowProvisional);
    Answer answer =
        new Answer(
            result,
            reason(result, found, min, warnAt),
            model,
            found.period().toString(),
            found.board().name().toLowerCase(Locale.ROOT),
            found.method().version(),
            found.score(),
            found.low(),
            found.high(),
            found.conclusive(),
            min,
            warnAt);
    boolean open = result.equals("pass") || result.equals("warn");
    return Response.status(open ? 200 : CONFLICT).entity(answer).build();
  }

  private static String judge(Found found, double min, double warn, boolean allowProvisional) {
    boolean provisional = found.row().status() == Status.PROVISIONAL;
    if (found.score() == null || provisional && !allowProvisional) {
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
      return "%s has no %s score in %s".formatted(found.row().model(), board, found.period());
    }
    String score =
        "%s %s (95 %% interval %s to %s, %d conclusive attempts)"
            .formatted(
                board,
                Rounding.halfUp(found.score(), 2),
                Rounding.halfUp(found.low(), 2),
                Rounding.halfUp(found.high(), 2),
                found.conclusive());
    return switch (result) {
      case "pass" -> score + " is at least " + Rounding.halfUp(min, 2);
      case "warn" ->
          score
              + " is below "
              + Rounding.halfUp(min, 2)
              + " but at least "
              + Rounding.halfUp(warn, 2);
      case "fail" -> score + " is below " + Rounding.halfUp(warn, 2);
      default ->
          score
              + " is provisional: "
              + found.method().provisionalBelow()
              + " conclusive attempts are needed";
    };
  }
}
