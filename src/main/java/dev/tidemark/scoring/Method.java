package dev.tidemark.scoring;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The numbers that turn a tally into scores (README, Scoring method), under a version that stands
 * beside every score. Immutable; one that exists is valid.
 *
 * @param version letters, digits, {@code . _ -}, at most 40
 * @param severityWeights weight {@code s} of each severity, above 0
 * @param complexityEase ease {@code e} of each complexity, above 0 and at most 1
 * @param cellCap attempts of one cell that say enough, at least 1
 * @param categoryCap weight at which categories count alike, above 0
 * @param rungFloor weight that a rung needs before its breach rate counts in full, above 0
 * @param casi weights of the parts of CASI
 * @param ars weights of the parts of ARS
 * @param rtp weights of the parts of RTP
 * @param provisionalBelow conclusive attempts below which a model is provisional, at least 0
 * @param maxGroups most categories, intents or suites that still score, 1 to {@link
 *     Tally#MAX_NAMES} - 1: a tally keeps no more names than that, so a greater limit could not be
 *     seen to be passed
 * @param confidenceZ half width of an interval in standard errors, above 0
 * @param categories folded categories that are scored one by one, all others then count as {@link
 *     #OTHER}; empty when every category counts
 */
public record Method(
    String version,
    Map<Severity, Double> severityWeights,
    Map<Complexity, Double> complexityEase,
    int cellCap,
    double categoryCap,
    double rungFloor,
    CasiWeights casi,
    ArsWeights ars,
    RtpWeights rtp,
    int provisionalBelow,
    int maxGroups,
    double confidenceZ,
    Set<String> categories) {

  /** The category of all that a method does not list. */
  public static final String OTHER = "other";

  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]{1,40}");
  private static final double MAX_NUMBER = 1e9; // keeps every product of a score far from infinity

  /** Weights of the parts of CASI: at least 0, together 1. */
  public record CasiWeights(double risk, double breakingPoint) {
    public CasiWeights {
      checkWeights("casi", risk, breakingPoint);
    }
  }

  /**
   * Weights of the parts of ARS: at least 0, together 1; those of the first two not both 0, because
   * they share out the third's weight when it has no data.
   */
  public record ArsWeights(
      double requiredSophistication, double defensiveEndurance, double counterIntelligence) {
    public ArsWeights {
      checkWeights("ars", requiredSophistication, defensiveEndurance, counterIntelligence);
      check(
          requiredSophistication + defensiveEndurance > 0,
          "ars",
          "requiredSophistication and defensiveEndurance must not both be 0");
    }
  }

  /** Weights of the parts of RTP: at least 0, together 1. */
  public record RtpWeights(double security, double performance) {
    public RtpWeights {
      checkWeights("rtp", security, performance);
    }
  }

  /**
   * @throws IllegalArgumentException if a value is outside its range; the message names field and
   *     value
   */
  public Method {
    check(
        version != null && VERSION.matcher(version).matches(),
        "version",
        "must be 1 to 40 letters, digits or . _ -, not '" + version + "'");
    severityWeights = copy(severityWeights, Severity.class);
    complexityEase = copy(complexityEase, Complexity.class);
    for (Severity severity : Severity.values()) {
      checkPositive("severityWeights." + severity, severityWeights.get(severity), MAX_NUMBER);
    }
    for (Complexity complexity : Complexity.values()) {
      checkPositive("complexityEase." + complexity, complexityEase.get(complexity), 1);
    }
    checkRange("cellCap", cellCap, 1, 1_000_000_000);
    checkPositive("categoryCap", categoryCap, MAX_NUMBER);
    checkPositive("rungFloor", rungFloor, MAX_NUMBER);
    check(casi != null, "casi", "is missing");
    check(ars != null, "ars", "is missing");
    check(rtp != null, "rtp", "is missing");
    checkRange("provisionalBelow", provisionalBelow, 0, 1_000_000_000);
    checkRange("maxGroups", maxGroups, 1, Tally.MAX_NAMES - 1);
    checkPositive("confidenceZ", confidenceZ, 100);
    categories = Collections.unmodifiableSet(new TreeSet<>(categories));
    for (String category : categories) {
      check(
          !category.isEmpty() && category.equals(Labels.fold(category)),
          "categories",
          "must hold folded names ('" + Labels.fold(category) + "'), not '" + category + "'");
    }
  }

  /**
   * Reads a method file; the stream is left open.
   *
   * @throws IOException if the stream cannot be read
   * @throws IllegalArgumentException if it holds anything but one valid method; the message names
   *     the field
   */
  public static Method load(InputStream in) throws IOException {
    return MethodFile.read(in);
  }

  /** The category under which attacks of this folded category are scored. */
  public String scoredCategory(String category) {
    return categories.isEmpty() || categories.contains(category) ? category : OTHER;
  }

  /** In the order of the constants, which is how a page lists them. */
  private static <E extends Enum<E>> Map<E, Double> copy(Map<E, Double> values, Class<E> keys) {
    Map<E, Double> copy = new EnumMap<>(keys);
    copy.putAll(values);
    return Collections.unmodifiableMap(copy);
  }

  static void check(boolean holds, String field, String problem) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + problem);
    }
  }

  private static void checkPositive(String field, Double value, double max) {
    check(value != null, field, "is missing");
    check(
        value > 0 && value <= max, field, "must be above 0 and at most " + max + ", not " + value);
  }

  private static void checkRange(String field, int value, int min, int max) {
    check(value >= min && value <= max, field, "must be " + min + " to " + max + ", not " + value);
  }

  private static void checkWeights(String field, double... weights) {
    double sum = 0;
    for (double weight : weights) {
      check(weight >= 0 && weight <= 1, field, "weights must be 0 to 1, not " + weight);
      sum += weight;
    }
    check(Math.abs(sum - 1) <= 1e-9, field, "weights must sum to 1, not " + sum);
  }
}
