package dev.tidemark.serving;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which rows of a board a page shows.
 *
 * @param text searched in name, id and provider, whatever its case; null for no search
 * @param provider exactly this one; null for all
 */
record PageFilter(String text, String provider) {

  PageFilter {
    text = text == null || text.isBlank() ? null : text.strip();
    provider = provider == null || provider.isBlank() ? null : provider;
  }

  public boolean none() {
    return text == null && provider == null;
  }

  List<StandingRow> of(List<StandingRow> rows) {
    return none() ? rows : rows.stream().filter(this::shows).toList();
  }

  private boolean shows(StandingRow row) {
    return (provider == null || provider.equals(row.provider()))
        && (text == null
            || holds(row.displayName())
            || holds(row.model())
            || holds(row.provider()));
  }

  private boolean holds(String field) {
    return field != null && field.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  /** The providers to choose from, the one asked for among them. */
  List<Choice> providers(List<StandingRow> rows) {
    Collection<String> names =
        rows.stream().map(StandingRow::provider).filter(Objects::nonNull).toList();
    return java.util.stream.Stream.concat(
            names.stream(), java.util.stream.Stream.ofNullable(provider))
        .filter(name -> !name.isBlank())
        .distinct()
        .sorted(Comparator.comparing(String::toString, String.CASE_INSENSITIVE_ORDER))
        .map(name -> new Choice(name, name.equals(provider)))
        .toList();
  }

  /** One entry of the provider select. */
  record Choice(String name, boolean selected) {}
}
