package dev.tidemark.serving;

import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Methods;
import dev.tidemark.scoring.Period;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the parameters that name a board; what they leave out has a default. */
@ApplicationScoped
public class BoardQuery {

  private final StandingsView view;
  private final Methods methods;

  BoardQuery(StandingsView view, Methods methods) {
    this.view = view;
    this.methods = methods;
  }

  /**
   * A board of one period under one method.
   *
   * @param period empty while there is no standing at all
   */
  public record Asked(Optional<Period> period, Board board, Method method) {}

  /**
   * Reads a query.
   *
   * @param period {@code YYYY-MM}; null for the newest with data
   * @param board {@code casi} or {@code ars}; null for CASI
   * @param method version of a method; null for the built-in one
   * @throws HttpProblem 400 if one of them is none of these; says what it must be
   */
  public Asked read(String period, String board, String method) {
    return new Asked(period(period), board(board), method(method));
  }

  private Optional<Period> period(String text) {
    if (text == null) {
      return view.periods().isEmpty() ? Optional.empty() : Optional.of(view.periods().last());
    }
    try {
      return Optional.of(Period.parse(text));
    } catch (IllegalArgumentException e) {
      throw bad("period must be a month written YYYY-MM, such as 2026-11");
    }
  }

  private static Board board(String text) {
    if (text == null) {
      return Board.CASI;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "casi" -> Board.CASI;
      case "ars" -> Board.ARS;
      default -> throw bad("board must be casi or ars");
    };
  }

  private Method method(String version) {
    if (version == null) {
      return methods.standard();
    }
    return methods
        .get(version)
        .orElseThrow(
            () ->
                bad(
                    "method must be one of "
                        + methods.all().stream()
                            .map(Method::version)
                            .collect(Collectors.joining(", "))));
  }

  /** Quotes no input: the answer may be shown by a browser. */
  private static HttpProblem bad(String detail) {
    return HttpProblem.valueOf(Response.Status.BAD_REQUEST, detail);
  }
}
