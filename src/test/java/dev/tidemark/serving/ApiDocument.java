package dev.tidemark.serving;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The API's description as the running service gives it, its references followed. */
final class ApiDocument {

  static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;

  private ApiDocument(JsonNode root) {
    this.root = root;
  }

  static ApiDocument read() {
    return new ApiDocument(json(given().get("/q/openapi?format=json").asString()));
  }

  /** A parameter; {@code example} is null where there is none. */
  record Parameter(String name, String in, boolean required, String description, String example) {}

  /** One content of a request or an answer. */
  record Media(String type, JsonNode schema, JsonNode example) {}

  /** One answer. */
  record Answer(String status, String description, List<Media> media) {}

  /** One operation, complete. */
  record Operation(
      String id,
      String method,
      String path,
      String summary,
      List<Parameter> parameters,
      List<Media> request,
      List<Answer> answers) {

    boolean has(String status) {
      return answers.stream().anyMatch(answer -> answer.status().equals(status));
    }

    /** The content of an answer that has one kind. */
    Media media(String status) {
      return answers.stream()
          .filter(answer -> answer.status().equals(status))
          .findFirst()
          .orElseThrow()
          .media()
          .get(0);
    }

    /** The address with the examples of its parameters, some of them replaced. */
    String address(Map<String, String> replaced) {
      String address = path;
      List<String> query = new ArrayList<>();
      for (Parameter parameter : parameters) {
        String value = replaced.getOrDefault(parameter.name(), parameter.example());
        if (parameter.in().equals("path")) {
          String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("%2F", "/");
          address = address.replace('{' + parameter.name() + '}', encoded);
        } else if (parameter.in().equals("query") && value != null) {
          query.add(parameter.name() + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
      }
      return query.isEmpty() ? address : address + '?' + String.join("&", query);
    }

    @Override
    public String toString() {
      return id;
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            operations.add(
                                operation(method.getKey(), path.getKey(), method.getValue()))));
    return operations;
  }

  Operation operation(String id) {
    return operations().stream()
        .filter(operation -> operation.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** What is wrong with a value by a schema of this document. */
  List<Error> errors(JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    whole.set("$defs", root.path("components").path("schemas"));
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(json(whole.toString().replace("#/components/schemas/", "#/$defs/")))
        .validate(value);
  }

  private Operation operation(String method, String path, JsonNode node) {
    return new Operation(
        node.path("operationId").asText(),
        method,
        path,
        node.path("summary").asText(),
        elements(node.path("parameters")).map(this::followed).map(this::parameter).toList(),
        media(node.path("requestBody")),
        node.path("responses").properties().stream()
            .map(answer -> answer(answer.getKey(), followed(answer.getValue())))
            .toList());
  }

  private Parameter parameter(JsonNode node) {
    return new Parameter(
        node.path("name").asText(),
        node.path("in").asText(),
        node.path("required").asBoolean(),
        node.path("description").asText(),
        node.has("example") ? node.path("example").asText() : null);
  }

  private Answer answer(String status, JsonNode node) {
    return new Answer(status, node.path("description").asText(), media(node));
  }

  private static List<Media> media(JsonNode node) {
    return node.path("content").properties().stream()
        .map(
            content ->
                new Media(
                    content.getKey(),
                    content.getValue().path("schema"),
                    content.getValue().path("example")))
        .collect(Collectors.toList());
  }

  private JsonNode followed(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
