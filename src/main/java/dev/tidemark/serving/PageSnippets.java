package dev.tidemark.serving;

/**
 * What a reader may copy to use a model's score elsewhere.
 *
 * @param badge address of the badge, without a host
 * @param markdown the badge in a README
 * @param curl asks the API for everything about the model
 * @param gate lets a pipeline fail below a score
 */
record PageSnippets(String badge, String markdown, String curl, String gate) {

  /**
   * The snippets of a model.
   *
   * @param base the service as the reader reached it, such as {@code http://localhost:8080}
   */
  static PageSnippets of(String model, String base) {
    String path = PageLinks.path(model);
    return new PageSnippets(
        "/badge/" + path + ".svg",
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
