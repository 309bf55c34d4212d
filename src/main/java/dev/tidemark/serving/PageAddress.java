package dev.tidemark.serving;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The address of a page: a path and the parameters that were given, always in the same order. What
 * a page shows follows from it alone, so that a link to it shows the same.
 */
record PageAddress(String path, Map<String, String> parameters) {

  private static final List<String> ORDER =
      List.of("board", "period", "method", "with", "q", "provider", "sort", "page");

  /** Blank parameters are none. */
  PageAddress {
    Map<String, String> ordered = new LinkedHashMap<>();
    for (String name : ORDER) {
      if (given(parameters.get(name)) != null) {
        ordered.put(name, parameters.get(name));
      }
    }
    parameters = ordered;
  }

  /** This address with a parameter set to a value, or without it if that is null. */
  PageAddress with(String name, String value) {
    Map<String, String> changed = new HashMap<>(parameters);
    changed.put(name, value);
    return new PageAddress(path, changed);
  }

  /** This address without some parameters. */
  PageAddress without(String... names) {
    PageAddress rest = this;
    for (String name : names) {
      rest = rest.with(name, null);
    }
    return rest;
  }

  /** As the target of a link. */
  String href() {
    return parameters.isEmpty() ? path : path + "?" + query();
  }

  /** The parameters alone, encoded. */
  String query() {
    return parameters.entrySet().stream()
        .map(each -> each.getKey() + "=" + PageLinks.encoded(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** A parameter's value; null if it is blank, because a form sends its empty fields too. */
  static String given(String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
