package dev.tidemark.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.Schema;

/**
 * Schemas by id from a registry that speaks the Confluent API (Apicurio, Confluent, Karapace): one
 * call, {@code GET /schemas/ids/{id}}. An id means one schema for ever, so each is asked for once.
 * Safe for use by many threads.
 */
public final class SchemaRegistry {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  // A producer with a wrong id must not cost a call for each of its records.
  private static final Duration REFUSED_FOR = Duration.ofMinutes(1);
  private static final int MOST_REFUSED = 10_000;

  private final String base;
  private final Duration requestTimeout;
  private final Duration giveUpAfter;
  private final HttpClient http;
  private final Map<Integer, Schema> known = new ConcurrentHashMap<>();
  private final Map<Integer, Refused> refused = new ConcurrentHashMap<>();

  /** An id without a schema that can be used. */
  private record Refused(long since, String problem) {
    InvalidEventException exception() {
      return new InvalidEventException("value.schema-id", problem);
    }
  }

  /** A registry that is waited for 5 seconds a call and 30 seconds in all. */
  public SchemaRegistry(URI url) {
    this(url, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  /**
   * @param url where the Confluent API begins, such as {@code http://host:8080/apis/ccompat/v7}
   * @param requestTimeout for one call
   * @param giveUpAfter how long failing calls are repeated
   */
  public SchemaRegistry(URI url, Duration requestTimeout, Duration giveUpAfter) {
    this.base = url.toString().replaceAll("/+$", "");
    this.requestTimeout = requestTimeout;
    this.giveUpAfter = giveUpAfter;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(requestTimeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /**
   * The schema of an id.
   *
   * @throws InvalidEventException if the registry knows no such id or no Avro schema under it
   * @throws SchemaRegistryUnavailableException if it does not answer in time
   */
  Schema schema(int id) throws InvalidEventException {
    Schema schema = known.get(id);
    if (schema != null) {
      return schema;
    }
    Refused before = refused.get(id);
    if (before != null && System.nanoTime() - before.since() < REFUSED_FOR.toNanos()) {
      throw before.exception();
    }
    schema = parse(id, ask(id));
    known.put(id, schema);
    return schema;
  }

  private JsonNode ask(int id) throws InvalidEventException {
    URI uri = URI.create(base + "/schemas/ids/" + id);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(requestTimeout)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json")
            .build();
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      IOException failure;
      try {
        HttpResponse<byte[]> response = send(request);
        if (response.statusCode() == 404) {
          throw remember(id, "the schema registry knows no schema with id " + id);
        }
        if (response.statusCode() == 200) {
          return JSON.readTree(response.body());
        }
        failure = new IOException("status " + response.statusCode());
      } catch (IOException e) { // no answer, or one that is no JSON: a proxy's page
        failure = e;
      } catch (InterruptedException e) {
        throw interrupted(uri, e);
      }
      if (System.nanoTime() - start + pause.toNanos() > giveUpAfter.toNanos()) {
        throw new SchemaRegistryUnavailableException(
            "schema registry gave no answer for %d ms url=%s cause=%s"
                .formatted(giveUpAfter.toMillis(), uri, failure.getMessage()),
            failure);
      }
      pause = sleep(uri, pause);
    }
  }

  /** The client's own timeout ends with the headers; here the body counts too. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(requestTimeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("no whole answer within " + requestTimeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private Schema parse(int id, JsonNode answer) throws InvalidEventException {
    String kind = answer.path("schemaType").asText("AVRO");
    if (!"AVRO".equals(kind)) {
      throw notAvro(id, "is of type " + Quoted.of(kind));
    }
    if (answer.path("references").size() > 0) {
      throw notAvro(id, "has references: register it with its types written out");
    }
    try {
      return new Schema.Parser().parse(answer.path("schema").asText());
    } catch (RuntimeException e) { // Avro's parser throws others beside its own
      throw notAvro(id, "cannot be parsed");
    }
  }

  private InvalidEventException remember(int id, String problem) {
    if (refused.size() >= MOST_REFUSED) {
      refused.clear();
    }
    Refused now = new Refused(System.nanoTime(), problem);
    refused.put(id, now);
    return now.exception();
  }

  private static Duration sleep(URI uri, Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(uri, e);
    }
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private static SchemaRegistryUnavailableException interrupted(URI uri, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new SchemaRegistryUnavailableException("interrupted while asking " + uri, e);
  }

  private InvalidEventException notAvro(int id, String problem) {
    return remember(id, "schema " + id + " of the registry " + problem);
  }
}
