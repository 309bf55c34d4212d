package dev.tidemark.serving;

import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Regression;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A scoring method as people read it; every number is the method's own.
 *
 * @param versions all methods, this one selected
 * @param severities weight of each
 * @param complexities ease of each
 * @param file the method as JSON
 * @param worked null unless a model is asked for and has a score
 * @param noExample why there is none; null unless a model was asked for in vain
 * @param models to choose from
 */
record PageMethod(
    PageHead head,
    String version,
    List<Choice> versions,
    List<Weight> severities,
    List<Weight> complexities,
    String cellCap,
    String categoryCap,
    String rungFloor,
    String risk,
    String breakingPoint,
    String sophistication,
    String endurance,
    String intelligence,
    String security,
    String performance,
    String provisionalBelow,
    String maxGroups,
    String z,
    Rule regression,
    List<String> categories,
    String file,
    PageWorked worked,
    String noExample,
    List<Choice> models,
    String model) {

  /** A name and its number. */
  record Weight(String name, String value) {}

  /** An entry of a select. */
  record Choice(String value, String label, boolean selected) {}

  /** When flips are a regression, unless the operator has set other thresholds. */
  record Rule(String p, String pAnyCoverage, String excess, String coverage) {

    static Rule of(Regression rule) {
      return new Rule(
          plain(rule.pValue()),
          plain(rule.pValueAnyCoverage()),
          plain(rule.minExcess()),
          plain(rule.coverage()));
    }
  }

  /** What the page was asked for beside the method. */
  record Example(PageWorked worked, String refusal, List<Choice> models, String model) {}

  static PageMethod of(Method method, List<Method> all, String file, Example example) {
    return new PageMethod(
        PageHead.still(
            "Scoring method " + method.version(),
            "How Tidemark computes CASI, ARS, RTP and CoS: every formula and weight of method "
                + method.version()
                + ", with a worked example.",
            "method"),
        method.version(),
        all.stream()
            .map(each -> new Choice(each.version(), each.version(), each.equals(method)))
            .toList(),
        weights(method.severityWeights()),
        weights(method.complexityEase()),
        plain(method.cellCap()),
        plain(method.categoryCap()),
        plain(method.rungFloor()),
        plain(method.casi().risk()),
        plain(method.casi().breakingPoint()),
        plain(method.ars().requiredSophistication()),
        plain(method.ars().defensiveEndurance()),
        plain(method.ars().counterIntelligence()),
        plain(method.rtp().security()),
        plain(method.rtp().performance()),
        plain(method.provisionalBelow()),
        plain(method.maxGroups()),
        plain(method.confidenceZ()),
        Rule.of(Regression.STANDARD),
        List.copyOf(method.categories()),
        file,
        example.worked(),
        example.refusal(),
        example.models(),
        example.model());
  }

  private static List<Weight> weights(Map<? extends Enum<?>, Double> values) {
    return Stream.of(values)
        .flatMap(map -> map.entrySet().stream())
        .map(each -> new Weight(each.getKey().name(), plain(each.getValue())))
        .toList();
  }

  /** Without the zeros that a double shows. */
  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
