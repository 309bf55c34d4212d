package dev.tidemark.serving;

import java.util.List;

/**
 * What every page says of itself.
 *
 * @param title without the product's name
 * @param description one or two sentences, for search engines and shared links
 * @param place the entry of the navigation that it belongs to: standings, method or alerts
 * @param live whether it changes by itself
 * @param models those whose changes it shows, joined by {@code |}, which no name holds; empty for
 *     all
 */
record PageHead(String title, String description, String place, boolean live, String models) {

  /** A page that stays as it is. */
  static PageHead still(String title, String description, String place) {
    return new PageHead(title, description, place, false, "");
  }

  /** A page that follows some models; all if none is named. */
  static PageHead live(String title, String description, String place, List<String> models) {
    return new PageHead(title, description, place, true, String.join("|", models));
  }
}
