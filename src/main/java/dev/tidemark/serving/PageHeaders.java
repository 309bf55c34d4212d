package dev.tidemark.serving;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/**
 * Headers of every HTML page: nothing inline, nothing from elsewhere, in nobody's frame. Model
 * names are written by strangers; should one ever slip through the escaping, it would not run.
 */
final class PageHeaders {

  /** Media type of the pages. */
  static final String HTML = "text/html; charset=utf-8";

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private PageHeaders() {}

  @CheckedTemplate(basePath = "")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance refused(PageHead head, String reason);

    static native TemplateInstance reading(PageHead head);
  }

  /** A page that says why there is none under this address. */
  static Response refused(HttpProblem problem) {
    String description = "There is no page under this address.";
    // What isn't there may come.
    PageHead head =
        problem.getStatusCode() == 404
            ? PageHead.live("Nothing here", description, "", List.of())
            : PageHead.still("No such page", description, "");
    return html(
            Status.fromStatusCode(problem.getStatusCode()),
            Templates.refused(head, problem.getDetail()))
        .build();
  }

  /**
   * The page in place of all others while the standings are being read. The browser asks again by
   * itself, with JavaScript or without.
   */
  static Response reading(int againInSeconds) {
    PageHead head =
        PageHead.still("Reading the standings", "The standings will be here in a moment.", "");
    return html(Status.SERVICE_UNAVAILABLE, Templates.reading(head))
        .header(HttpHeaders.RETRY_AFTER, againInSeconds)
        .header("Refresh", againInSeconds)
        .build();
  }

  /**
   * An HTML answer with these headers.
   *
   * @param page rendered here: left to Qute, the answer would name no charset
   */
  static ResponseBuilder html(Status status, TemplateInstance page) {
    return Response.status(status)
        .entity(page.render())
        .type(HTML)
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("X-Frame-Options", "DENY")
        .header("Referrer-Policy", "no-referrer")
        // Always ask: what is shown moves every second, and the ETag makes asking cheap.
        .header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }
}
