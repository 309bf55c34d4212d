package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Status;
import dev.tidemark.serving.ModelQuery.Found;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A model's score as a badge to put into a README. */
@Path("/badge")
@Tag(name = "models")
@Blocking
@FromViews
public class BadgeResource {

  /** Width of a digit in the badge's font at 11 px, and of what is around a text. */
  private static final int DIGIT = 7;

  private static final int MARGIN = 10;

  private final ModelQuery query;

  BadgeResource(ModelQuery query) {
    this.query = query;
  }

  /** The badge's template. */
  @CheckedTemplate
  static final class Templates {
    private Templates() {}

    static native TemplateInstance badge(Badge badge);
  }

  /** What the badge shows; widths in pixels. */
  public record Badge(String label, String text, String color, int labelWidth, int textWidth) {

    static Badge of(String label, String text, String color) {
      return new Badge(
          label, text, color, label.length() * DIGIT + MARGIN, text.length() * DIGIT + MARGIN);
    }

    public int width() {
      return labelWidth + textWidth;
    }

    public int labelMiddle() {
      return labelWidth / 2;
    }

    public int textMiddle() {
      return labelWidth + textWidth / 2;
    }
  }

  @GET
  @Path("/{model: .+}.svg")
  @Produces("image/svg+xml")
  @Operation(
      operationId = "badge",
      summary = "A badge with the model's newest score",
      description =
          "Grey while the score is provisional or there is none, else green from 90 on, amber from"
              + " 75 on, red below.")
  @APIResponseSchema(value = String.class, responseDescription = "The badge")
  public Response badge(
      @RestPath String model,
      @RestQuery String board,
      @Parameter(
              description =
                  "Month, YYYY-MM; the newest in which the model has a score on the board if left"
                      + " out",
              example = "2026-01")
          @RestQuery
          String period,
      @RestQuery String method,
      @Context Request request) {
    Badge badge = badge(query.find(model, period, board, method));
    return EntityTags.respond(
        request, Templates.badge(badge).render().getBytes(StandardCharsets.UTF_8));
  }

  private static Badge badge(Found found) {
    String label = found.board() == Board.CASI ? "CASI" : "ARS";
    if (found.score() == null) {
      return Badge.of(label, "no score", "#6b7280");
    }
    String score = Rounding.halfUp(found.score(), 2);
    return found.row().status() == Status.PROVISIONAL
        ? Badge.of(label, score + " provisional", "#6b7280")
        : Badge.of(label, score, color(found.score()));
  }

  /** Dark enough for white text on it (WCAG AA). */
  private static String color(double score) {
    if (score >= 90) {
      return "#15803d";
    }
    return score >= 75 ? "#a16207" : "#b91c1c";
  }
}
