package dev.tidemark.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One shell block of the README's tour and the output that the README shows below it.
 *
 * @param shell what a reader pastes
 * @param output the lines shown; {@code ...} stands for any lines; empty if none are shown
 */
record TourStep(String shell, List<String> output) {

  private static final String ANY = "...";
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```sh\\n(?<shell>.*?)^```\\n(?:```text\\n(?<output>.*?)^```\\n)?",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** The steps of a section of a Markdown text, in order. */
  static List<TourStep> of(String markdown, String heading) {
    int start = markdown.indexOf("\n## " + heading + "\n");
    if (start < 0) {
      throw new IllegalArgumentException("no section " + heading);
    }
    int end = markdown.indexOf("\n## ", start + 1);
    Matcher blocks = BLOCK.matcher(markdown.substring(start, end < 0 ? markdown.length() : end));
    List<TourStep> steps = new ArrayList<>();
    while (blocks.find()) {
      String output = blocks.group("output");
      steps.add(
          new TourStep(
              blocks.group("shell"), output == null ? List.of() : output.lines().toList()));
    }
    return steps;
  }

  /** Whether it starts the service, which then stays. */
  boolean starts() {
    return shell.strip().equals("./tidemark up");
  }

  /** Whether it only reads, so that it may be run until what was published has arrived. */
  boolean reads() {
    return !shell.contains("publish") && !output.isEmpty();
  }

  /**
   * Whether these lines are what the README shows, times and durations apart. Where it shows {@code
   * ...}, every other line of it must be among them.
   */
  boolean matches(List<String> actual) {
    List<String> expected = masked(output);
    boolean whole = !expected.contains(ANY);
    if (whole) {
      return expected.equals(masked(actual));
    }
    expected.removeIf(ANY::equals);
    return masked(actual).containsAll(expected);
  }

  private static List<String> masked(List<String> lines) {
    return new ArrayList<>(
        lines.stream()
            .map(line -> line.replaceAll("as of \\S+", "as of TIME"))
            .map(line -> line.replaceAll("\\([0-9.]+ s\\)", "(SECONDS)"))
            .map(String::stripTrailing)
            .toList());
  }
}
