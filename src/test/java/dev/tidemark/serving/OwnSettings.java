package dev.tidemark.serving;

import dev.tidemark.scoring.Methods;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What an operator may add: a method of other weights, another origin whose pages may read. */
public final class OwnSettings implements QuarkusTestProfile {

  static final String ORIGIN = "https://dashboard.example";

  @Override
  public Map<String, String> getConfigOverrides() {
    // Of the origin as the README's environment variables set it.
    return Map.of(
        "tidemark.serve.methods",
        methods().toString(),
        "quarkus.http.cors.enabled",
        "true",
        "quarkus.http.cors.origins",
        ORIGIN);
  }

  /** A folder with one method. */
  private static Path methods() {
    try (InputStream builtIn = Methods.class.getResourceAsStream("/methods/v1.json")) {
      Path folder = Files.createTempDirectory("tidemark-methods-");
      Path file = folder.resolve("strict.json");
      String json = new String(builtIn.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(
          file,
          json.replace("\"version\": \"v1\"", "\"version\": \"strict\"")
              .replace(
                  "\"risk\": 0.7, \"breakingPoint\": 0.3", "\"risk\": 0.2, \"breakingPoint\": 0.8")
              .replace("\"provisionalBelow\": 50", "\"provisionalBelow\": 80"));
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
