package dev.tidemark.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.EventLine;
import dev.tidemark.ingest.EventLines;
import dev.tidemark.ingest.Gzip;
import dev.tidemark.ingest.LineError;
import dev.tidemark.ingest.PublishReport;
import dev.tidemark.ingest.Publisher;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Posts a file to the service, part by part. While the service is away or its broker lags behind,
 * the part under way is sent again: sending twice changes nothing.
 */
final class ServiceOutlet implements EventOutlet {

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  /** No more than one answer lists, should all be rejected. */
  private static final int MOST_LINES = Publisher.MOST_LISTED;

  private static final Pattern WARNING = Pattern.compile("line (\\d{1,4})(: .*)", Pattern.DOTALL);

  /** Statuses that pass: too many at once, a proxy without a service, a broker that is behind. */
  private static final Integer[] PASSING = {429, 502, 503, 504};

  private static final long PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final ServiceOptions service;
  private final Duration patience;
  private final Consumer<String> notices;
  private boolean reached;

  /**
   * @param patience how long one part may wait for a service that has been reached before
   * @param notices is told when waiting begins
   */
  ServiceOutlet(ServiceOptions service, Duration patience, Consumer<String> notices) {
    this.service = service;
    this.patience = patience;
    this.notices = notices;
  }

  @Override
  public PublishReport publish(InputStream file, boolean gzip) throws Exception {
    EventLines lines = EventLines.ndjson(gzip ? Gzip.open(file) : file);
    Total total = new Total();
    List<EventLine.Text> part = new ArrayList<>();
    do {
      part.clear();
      IOException failure = fill(part, lines, total);
      if (!part.isEmpty()) {
        total.add(post(part), part);
      }
      if (failure != null) {
        // Without its cause, which would be said instead: the place is what one needs here.
        throw new IOException(
            "the input broke off: %d lines are stored, everything up to line %d is dealt with (%s)"
                    .formatted(total.accepted, total.lastLine, failure.getMessage())
                + "; publishing it again is safe");
      }
    } while (part.size() == MOST_LINES);
    return total.report();
  }

  /** Takes lines out of the input; returns what it failed with, or null. */
  private static IOException fill(List<EventLine.Text> part, EventLines lines, Total total) {
    try {
      EventLine line;
      while (part.size() < MOST_LINES && (line = lines.next()) != null) {
        total.lastLine = line.number();
        if (line instanceof EventLine.Text text) {
          part.add(text);
        } else if (line instanceof EventLine.Unreadable unreadable) {
          total.reject(new LineError(unreadable.number(), unreadable.error()));
        }
      }
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private PublishReport post(List<EventLine.Text> part) throws IOException, InterruptedException {
    HttpRequest request =
        service
            .writing("/api/v1/results")
            .header("Content-Type", "application/x-ndjson")
            .POST(
                BodyPublishers.ofString(
                    part.stream().map(EventLine.Text::json).collect(Collectors.joining("\n"))))
            .build();
    long deadline = System.nanoTime() + patience.toNanos();
    boolean noticed = false;
    while (true) {
      String problem;
      long pause = PAUSE_MILLIS;
      try {
        HttpResponse<String> response = Http.send(request, PASSING);
        reached = true;
        if (response.statusCode() / 100 == 2) {
          return JSON.readValue(response.body(), PublishReport.class);
        }
        problem =
            "the service answered %d: %s".formatted(response.statusCode(), Http.detail(response));
        pause = retryAfter(response);
      } catch (Http.NoAnswerException e) {
        reached |= e.reached;
        if (!reached) { // then it isn't away for a while, it isn't there
          throw e;
        }
        problem = e.getMessage();
      }
      if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) > deadline) {
        throw new IOException(problem + "; publishing everything again is safe");
      }
      if (!noticed) {
        notices.accept("%s; trying again for %d s".formatted(problem, patience.toSeconds()));
        noticed = true;
      }
      TimeUnit.MILLISECONDS.sleep(pause);
    }
  }

  private static long retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Math.min(LONGEST_PAUSE_MILLIS, 1_000 * Long.parseLong(seconds)))
        .orElse(PAUSE_MILLIS);
  }

  /** What came of all parts, under the line numbers of the file. */
  private static final class Total {

    private final List<LineError> rejected = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private long accepted;
    private long rejectedTotal;
    private long lastLine;

    void reject(LineError line) {
      rejectedTotal++;
      if (rejected.size() < Publisher.MOST_LISTED) {
        rejected.add(line);
      }
    }

    void add(PublishReport report, List<EventLine.Text> part) {
      accepted += report.accepted();
      for (LineError line : report.rejected()) {
        reject(new LineError(part.get((int) line.line() - 1).number(), line.error()));
      }
      for (String warning : report.warnings()) {
        Matcher line = WARNING.matcher(warning);
        warnings.add(
            line.matches()
                ? "line " + part.get(Integer.parseInt(line.group(1)) - 1).number() + line.group(2)
                : warning);
      }
    }

    PublishReport report() {
      List<String> shown = new ArrayList<>(warnings);
      if (rejectedTotal > rejected.size()) {
        shown.add(PublishReport.unlisted(rejected.size(), rejectedTotal));
      }
      return new PublishReport(accepted, rejected, rejectedTotal, shown);
    }
  }
}
