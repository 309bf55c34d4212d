package dev.tidemark.serving;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Addresses of pages. Names in them are anybody's text, so every character is encoded. */
final class PageLinks {

  private PageLinks() {}

  /**
   * The page of a model. A slash stays readable unless a browser would resolve what is around it.
   */
  static String model(String model) {
    return "/models/" + path(model);
  }

  /** A model's name as the end of a path. */
  static String path(String model) {
    boolean plain =
        Arrays.stream(model.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    return plain
        ? Arrays.stream(model.split("/", -1))
            .map(PageLinks::encoded)
            .collect(Collectors.joining("/"))
        : encoded(model);
  }

  /** A text as one part of a path or as a value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
