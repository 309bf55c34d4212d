package dev.tidemark.ingest;

import com.fasterxml.jackson.databind.JsonNode;

/** One line of NDJSON or one element of a JSON array, numbered from 1. */
public sealed interface EventLine {

  /** Line number in NDJSON (blank lines count), element number in an array. */
  long number();

  /** A line as it stands. */
  record Text(long number, String json) implements EventLine {}

  /** An element of an array, parsed already. */
  record Element(long number, JsonNode json) implements EventLine {}

  /** A line that cannot be read at all, and why. */
  record Unreadable(long number, String error) implements EventLine {}
}
