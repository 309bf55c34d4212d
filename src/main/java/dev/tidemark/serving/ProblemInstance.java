package dev.tidemark.serving;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Takes the {@code instance} off every problem: it would be the path as it was sent, decoded, and
 * answers quote no raw input. Runs after the library's own processors, as those without a priority
 * do.
 */
@ApplicationScoped
public class ProblemInstance implements ProblemPostProcessor {

  @Override
  public HttpProblem apply(HttpProblem problem, ProblemContext context) {
    return HttpProblem.builder(problem).withInstance(null).build();
  }
}
