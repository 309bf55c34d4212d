package dev.tidemark.serving;

import dev.tidemark.serving.ModelQuery.Found;

/**
 * What a reader may copy to use a model's score elsewhere.
 *
 * @param badge address of the badge, without a host; changes with what the badge shows, as a page
 *     that stays open asks for an image again only under another address; null if there is none
 * @param markdown the badge in a README
 * @param curl asks the API for everything about the model
 * @param gate lets a pipeline fail below a score
 */
record PageSnippets(String badge, String markdown, String curl, String gate) {

  /**
   * The snippets of a model.
   *
   * @param shown what the badge shows; null if it shows nothing
   * @param base the service as the reader reached it, such as {@code http://localhost:8080}
   */
  static PageSnippets of(String model, Found shown, String base) {
    String path = PageLinks.path(model);
    return new PageSnippets(
        shown == null
            ? null
            : "/badge/%s.svg?v=%s-%s".formatted(path, shown.score(), shown.row().status()),
        "[![CASI](%s/badge/%s.svg)](%s%s)".formatted(base, path, base, PageLinks.model(model)),
        "curl -s '%s/api/v1/models/%s'".formatted(base, path),
        "./tidemark gate %s --min 90 --url %s".formatted(quoted(model), base));
  }

  /** As one word of a shell. */
  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9._/-]+") && !text.startsWith("-")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }
}
