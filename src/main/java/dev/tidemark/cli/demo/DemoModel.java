package dev.tidemark.cli.demo;

import java.util.List;

/**
 * A model that doesn't exist.
 *
 * @param alias another name that part of its results carry; null for none
 * @param inputUsd list price, USD per 1,000,000 tokens; null if it has none, as has {@code
 *     outputUsd}
 * @param defence how well it withstands attacks, in logits: 0 is poor, 5 excellent
 * @param composure how well it withstands agentic campaigns, likewise
 * @param skill share of benchmark answers that are right, 0 to 1
 * @param gain what defence and composure grow by in a month
 * @param weakness the category in which it is weakest
 * @param flakiness share of attempts that end inconclusive
 * @param months how many months of results it has, this one included
 */
record DemoModel(
    String name,
    String shown,
    String provider,
    String alias,
    Double inputUsd,
    Double outputUsd,
    double defence,
    double composure,
    double skill,
    double gain,
    String weakness,
    double flakiness,
    int months) {

  /** Its provider swaps it for a worse one: the regression of the demo. */
  static final String REGRESSES = "meridian/halcyon-2";

  /** A judge breaks while it is being tested. */
  static final String MISJUDGED = "northlight/aurora-4";

  /** It comes out while the demo runs, with too few results to be ranked at first. */
  static final String NEWCOMER = "saltmarsh/sandpiper";

  /** Its price falls while the demo runs. */
  static final String REPRICED = "tessera/mosaic-pro";

  /** The whole field. Names and providers are invented. */
  static List<DemoModel> all() {
    return List.of(
        model("northlight/aurora-4", "Aurora 4", "Northlight", 5, 25, 4.0, 3.6, .87, .05, 12),
        model(
            "northlight/aurora-4-mini",
            "Aurora 4 Mini",
            "Northlight",
            .4,
            1.6,
            3.1,
            2.4,
            .69,
            .04,
            9),
        model("northlight/aurora-3", "Aurora 3", "Northlight", 3, 15, 2.6, 2.2, .72, .01, 12),
        model("meridian/halcyon-2", "Halcyon 2", "Meridian Labs", 2.5, 10, 3.6, 3.3, .82, .06, 12),
        model(
            "meridian/halcyon-2-flash",
            "Halcyon 2 Flash",
            "Meridian Labs",
            .15,
            .6,
            2.3,
            1.9,
            .63,
            .05,
            8),
        model(
            "meridian/halcyon-think",
            "Halcyon Think",
            "Meridian Labs",
            10,
            40,
            3.3,
            3.9,
            .91,
            .03,
            6),
        model("tessera/mosaic-pro", "Mosaic Pro", "Tessera", 4, 18, 3.5, 2.7, .81, .05, 12),
        model("tessera/mosaic", "Mosaic", "Tessera", 1, 4, 2.8, 2.1, .7, .04, 12),
        model("tessera/mosaic-nano", "Mosaic Nano", "Tessera", .1, .4, 1.4, 1.1, .48, .06, 7),
        model("saltmarsh/heron-70b", "Heron 70B", "Saltmarsh", .6, .8, 2.0, 1.6, .66, .03, 12),
        model("saltmarsh/heron-8b", "Heron 8B", "Saltmarsh", .08, .1, 1.1, .7, .44, .02, 12),
        model("saltmarsh/sandpiper", "Sandpiper", "Saltmarsh", .3, 1.2, 2.9, 2.3, .71, 0, 1),
        model("kestrel/talon-xl", "Talon XL", "Kestrel AI", 8, 32, 4.6, 3.0, .78, .02, 10),
        model("kestrel/talon-s", "Talon S", "Kestrel AI", .5, 2, 2.5, 1.8, .61, .02, 10),
        model("orchard/russet-2", "Russet 2", "Orchard", 1.5, 6, 3.0, 2.9, .74, .07, 11),
        model("orchard/pippin", "Pippin", "Orchard", .2, .7, 1.9, 1.7, .55, .08, 11),
        model(
            "lowtide/kelp-open",
            "Kelp Open",
            "Low Tide Collective",
            null,
            null,
            1.6,
            1.2,
            .58,
            .05,
            9),
        model(
            "lowtide/kelp-open-tuned",
            "Kelp Open Tuned",
            "Low Tide Collective",
            null,
            null,
            .4,
            .3,
            .6,
            -.02,
            5),
        model("umbra/vesper-1", "Vesper 1", "Umbra", 6, 24, 2.2, 2.6, .77, .09, 4),
        model("umbra/vesper-lite", "Vesper Lite", "Umbra", .7, 2.8, 1.7, 1.5, .6, .06, 4));
  }

  private static DemoModel model(
      String name,
      String shown,
      String provider,
      Number inputUsd,
      Number outputUsd,
      double defence,
      double composure,
      double skill,
      double gain,
      int months) {
    int turn = Math.floorMod(name.hashCode(), DemoCase.CATEGORIES.size());
    return new DemoModel(
        name,
        shown,
        provider,
        name.equals("tessera/mosaic") ? "mosaic-latest" : null,
        inputUsd == null ? null : inputUsd.doubleValue(),
        outputUsd == null ? null : outputUsd.doubleValue(),
        defence,
        composure,
        skill,
        gain,
        DemoCase.CATEGORIES.get(turn),
        name.equals("kestrel/talon-xl") ? 0.14 : 0.015,
        months);
  }
}
