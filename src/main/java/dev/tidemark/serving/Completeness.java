package dev.tidemark.serving;

import org.eclipse.microprofile.health.HealthCheckResponse;

/** What a check of wellness says of a view that leaves out what is too much for it. */
final class Completeness {

  private Completeness() {}

  /**
   * @param name of the check
   * @param why told when something is left out: what to do
   */
  static HealthCheckResponse of(String name, BoundedView view, String why) {
    int leftOut = view.leftOut();
    var response = HealthCheckResponse.named(name).status(leftOut == 0);
    return leftOut == 0
        ? response.build()
        : response
            .withData("leftOut", leftOut)
            .withData("served", view.most())
            .withData("why", why)
            .build();
  }
}
