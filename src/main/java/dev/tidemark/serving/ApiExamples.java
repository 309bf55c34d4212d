package dev.tidemark.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Completes the API's description. Every request and answer gets its example, the file {@code
 * openapi/<operation>-<status or request>.<ending>} made of a real answer; without one, the build
 * fails. A parameter that nothing has been said about is the shared one of its name.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public final class ApiExamples implements OASFilter {

  private static final Map<String, String> ENDINGS =
      Map.of(
          "application/json", "json",
          "application/x-ndjson", "ndjson",
          "image/svg+xml", "svg",
          "text/csv", "csv",
          "text/event-stream", "events");

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Map<String, Parameter> shared = api.getComponents().getParameters();
    api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(
            operation -> {
              addExamples(operation);
              if (operation.getParameters() != null) {
                operation.setParameters(
                    operation.getParameters().stream()
                        .map(parameter -> described(parameter, shared))
                        .toList());
              }
            });
  }

  private static Parameter described(Parameter parameter, Map<String, Parameter> shared) {
    return parameter.getDescription() == null && shared.containsKey(parameter.getName())
        ? OASFactory.createParameter().ref(parameter.getName())
        : parameter;
  }

  private static void addExamples(Operation operation) {
    String name = operation.getOperationId();
    if (operation.getRequestBody() != null) {
      addExamples(operation.getRequestBody().getContent(), name + "-request");
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach((status, answer) -> addExamples(answer.getContent(), name + '-' + status));
  }

  private static void addExamples(Content content, String name) {
    if (content != null) {
      content
          .getMediaTypes()
          .forEach(
              (mediaType, media) -> {
                if (media.getExample() == null) {
                  media.setExample(example(name, mediaType.split(";", 2)[0]));
                }
              });
    }
  }

  private static Object example(String name, String mediaType) {
    // All pages begin alike, and what follows is for people.
    String file = mediaType.equals("text/html") ? "page.html" : name + '.' + ENDINGS.get(mediaType);
    try (InputStream example = ApiExamples.class.getResourceAsStream("/openapi/" + file)) {
      if (example == null) {
        throw new IllegalStateException("the API's description lacks openapi/" + file);
      }
      return mediaType.equals("application/json")
          ? new ObjectMapper().readValue(example, Object.class)
          : new String(example.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
