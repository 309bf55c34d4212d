package dev.tidemark.event;

/**
 * A rule of the event table that a record breaks.
 *
 * @param rule short stable name, such as {@code model.length}; goes into dead-letter headers and
 *     metrics, never holds input
 * @param message what is wrong, where (field, value) and what to do, for a person; quotes at most a
 *     short escaped piece of the input
 */
public record Violation(String rule, String message) {}
