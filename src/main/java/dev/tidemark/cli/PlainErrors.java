package dev.tidemark.cli;

import dev.tidemark.kafka.ClusterUnreachableException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What goes wrong in a command is said in one line; exit code 1. */
final class PlainErrors implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    command.getErr().println("tidemark: " + message(failure));
    return 1;
  }

  /** The innermost cause in its own words, where they are meant for people. */
  static String message(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ClusterUnreachableException)) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "the Kafka cluster doesn't answer: is it running, and is --bootstrap-servers right? ("
          + cause.getMessage()
          + ")";
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
