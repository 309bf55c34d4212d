package dev.tidemark.event;

import java.util.List;
import java.util.stream.Collectors;

/** A record or line that is no valid event; says which rules it breaks. */
public final class InvalidEventException extends Exception {

  private final transient List<Violation> violations;

  public InvalidEventException(List<Violation> violations) {
    super(violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  public InvalidEventException(String rule, String message) {
    this(List.of(new Violation(rule, message)));
  }

  /** At least one. */
  public List<Violation> violations() {
    return violations;
  }

  /** Being wrong is an everyday answer here, not a fault of the program: no stack is recorded. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
