package dev.tidemark.event;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for names: {@code *} stands for any characters, {@code ?} for one; all else for itself.
 * The case of letters counts, as it does in names.
 */
public final class Glob {

  private final Pattern regex;

  public Glob(String pattern) {
    regex =
        Pattern.compile(
            pattern
                .codePoints()
                .mapToObj(
                    c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining()),
            Pattern.DOTALL);
  }

  /** Whether the whole name fits; null fits nothing. */
  public boolean matches(String name) {
    return name != null && regex.matcher(name).matches();
  }
}
