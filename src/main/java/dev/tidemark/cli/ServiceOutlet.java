package dev.tidemark.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.PublishReport;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** Streams a file to the service in one request, so that its line numbers are the file's. */
final class ServiceOutlet implements EventOutlet {

  private static final ObjectMapper JSON =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  private final ServiceOptions service;

  ServiceOutlet(ServiceOptions service) {
    this.service = service;
  }

  @Override
  public PublishReport publish(InputStream file, boolean gzip) throws Exception {
    HttpRequest.Builder request =
        service
            .writing("/api/v1/results")
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofInputStream(() -> file));
    if (gzip) {
      request.header("Content-Encoding", "gzip");
    }
    HttpResponse<String> response = Http.send(request.build());
    return JSON.readValue(response.body(), PublishReport.class);
  }
}
