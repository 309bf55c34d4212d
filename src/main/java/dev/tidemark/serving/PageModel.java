package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.scoring.Board;
import dev.tidemark.scoring.Breakdown;
import dev.tidemark.scoring.BreakdownItem;
import dev.tidemark.scoring.Dimension;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Rounding;
import dev.tidemark.scoring.Tally;
import dev.tidemark.serving.PageBoard.PeriodChoice;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a model's page shows of one month.
 *
 * @param id the model as results name it; null where the name says the same
 * @param price in words; null if not known
 * @param kept parameters that the form carries along unseen
 * @param board the standings that this model is part of
 * @param facts measures beside the scores
 * @param alerts those that are firing in this month
 * @param words what stands out, in sentences
 * @param compare null unless another model is asked for and has a common month
 * @param noCompare why there is no comparison; null unless one was asked for in vain
 * @param comparing what stays in the address when another model is compared with
 * @param others models to compare with
 */
record PageModel(
    PageHead head,
    String name,
    String id,
    String provider,
    String price,
    String period,
    List<PeriodChoice> periods,
    Map<String, String> kept,
    Map<String, String> comparing,
    String board,
    List<PageScore> scores,
    List<Fact> facts,
    List<PageHistory> histories,
    List<PageHeat> heats,
    List<PageAlert> alerts,
    List<String> words,
    PageFlips flips,
    List<Table> tables,
    List<Answers> benchmarks,
    List<Origin> origins,
    List<Withdrawal> retractions,
    PageCompare compare,
    String noCompare,
    List<Other> others,
    String without,
    PageSnippets snippets,
    String method) {

  private static final int MOST_SOURCES = 8;

  /** A measure; null where there is no data. */
  record Fact(String label, String value, String help) {}

  /** A breakdown by one of its dimensions. */
  record Table(String title, List<PageRate> rows, boolean more) {}

  /** Benchmark answers of one suite; the mean in percent. */
  record Answers(String skill, String suite, String count, String mean) {}

  /** Where results come from; how many others there are, null for none. */
  record Origin(String kind, List<ModelProvenance.Source> sources, Integer more) {}

  /** A retraction; null where nothing is known of it. */
  record Withdrawal(PageTime at, String by, String reason, String what, String count) {}

  /** A model to compare with. */
  record Other(String id, String name, boolean selected) {}

  /** What the page was asked for beside the model. */
  record View(PageAddress page, String with) {}

  static PageModel of(
      ModelAnswer answer,
      Tally tally,
      View view,
      PageCompare compare,
      String noCompare,
      List<StandingRow> peers,
      List<StandingRow> arsPeers,
      List<Alert> firing,
      PageSnippets snippets) {
    Period period = Period.parse(answer.period());
    ModelAnswer.Standings now =
        answer.standings().stream()
            .filter(each -> each.period().equals(answer.period()))
            .findFirst()
            .orElse(null);
    String name = named(answer);
    List<String> models = Stream.of(answer.model(), view.with()).filter(Objects::nonNull).toList();
    return new PageModel(
        PageHead.live(
            name + ", " + PageTime.month(period), description(name, now), "standings", models),
        name,
        name.equals(answer.model()) ? null : answer.model(),
        answer.provider(),
        price(answer),
        PageTime.month(period),
        choices(answer, view.page().parameters().get("period")),
        view.page().without("period").parameters(),
        view.page().without("with").parameters(),
        new PageAddress("/", view.page().parameters()).without("with").href(),
        now == null ? List.of() : scores(now, peers, arsPeers),
        now == null ? List.of() : facts(now.casi(), ars(view.page())),
        Stream.of(
                history(answer, ModelAnswer.Standings::casi, Board.CASI, period),
                history(answer, ModelAnswer.Standings::ars, Board.ARS, period))
            .filter(Objects::nonNull)
            .toList(),
        Stream.of(
                PageHeat.of(tally, Dimension.ATTACK, answer.breakdown().casi().category()),
                PageHeat.of(tally, Dimension.CAMPAIGN, answer.breakdown().ars().intent()))
            .filter(Objects::nonNull)
            .toList(),
        firing.stream().map(PageAlert::of).toList(),
        Stream.of(
                PageWords.worst(answer.worst().casi(), "category", "attacks"),
                PageWords.worst(answer.worst().ars(), "intent", "campaigns"))
            .flatMap(Optional::stream)
            .toList(),
        PageFlips.of(answer.flips(), now == null ? null : now.casi().coverage()),
        tables(answer),
        answer.breakdown().benchmark().stream().map(PageModel::answers).toList(),
        origins(answer.provenance()),
        answer.retractions().stream().map(PageModel::withdrawal).toList(),
        compare,
        noCompare,
        peers.stream()
            .filter(peer -> !peer.model().equals(answer.model()))
            .map(
                peer ->
                    new Other(peer.model(), PageRow.name(peer), peer.model().equals(view.with())))
            .toList(),
        view.page().without("with").href(),
        snippets,
        answer.method());
  }

  private static String named(ModelAnswer answer) {
    return answer.displayName() == null || answer.displayName().isBlank()
        ? answer.model()
        : answer.displayName();
  }

  private static String description(String name, ModelAnswer.Standings now) {
    if (now == null || now.casi().casi().score() == null) {
      return "Live security scores of %s, with their 95 %% intervals.".formatted(name);
    }
    var casi = now.casi().casi();
    return "%s: CASI %s (95 %% interval %s to %s)%s."
        .formatted(
            name,
            Rounding.halfUp(casi.score(), 2),
            Rounding.halfUp(casi.low(), 2),
            Rounding.halfUp(casi.high(), 2),
            now.casi().rank() == null ? ", provisional" : ", rank " + now.casi().rank());
  }

  private static String price(ModelAnswer answer) {
    if (answer.inputUsdPerMTok() == null || answer.outputUsdPerMTok() == null) {
      return null;
    }
    return "%s USD in, %s USD out per 1M tokens"
        .formatted(
            Rounding.halfUp(answer.inputUsdPerMTok(), 2),
            Rounding.halfUp(answer.outputUsdPerMTok(), 2));
  }

  private static List<PeriodChoice> choices(ModelAnswer answer, String given) {
    return Stream.concat(
            Stream.of(PeriodChoice.newest(given == null)),
            answer.standings().stream()
                .map(each -> PeriodChoice.of(Period.parse(each.period()), given)))
        .toList();
  }

  private static List<PageScore> scores(
      ModelAnswer.Standings now, List<StandingRow> peers, List<StandingRow> arsPeers) {
    return List.of(
        PageScore.of(now.casi(), Board.CASI, ranked(peers)),
        PageScore.of(now.ars(), Board.ARS, ranked(arsPeers)));
  }

  private static long ranked(List<StandingRow> rows) {
    return rows.stream().filter(row -> row.rank() != null).count();
  }

  /** Whether the page belongs to the ARS board, as the board's links say. */
  static boolean ars(PageAddress page) {
    return "ars".equals(page.parameters().get("board"));
  }

  private static List<Fact> facts(StandingRow row, boolean ars) {
    return List.of(
        fact("Performance", row.performance(), 1, "Mean of the benchmark skills, 0 to 100."),
        fact(
            "RTP",
            ars ? row.arsRtp() : row.rtp(),
            2,
            "Risk to performance, 0 to 1. Higher is better."),
        fact("CoS", ars ? row.arsCos() : row.cos(), 2, "Cost of security, USD. Lower is better."),
        fact(
            "Effective CoS",
            row.effectiveCos(),
            2,
            "USD per 1,000 attempts as they were billed, over CASI/100."));
  }

  private static Fact fact(String label, Double value, int decimals, String help) {
    return new Fact(label, value == null ? null : Rounding.halfUp(value, decimals), help);
  }

  private static PageHistory history(
      ModelAnswer answer,
      Function<ModelAnswer.Standings, StandingRow> side,
      Board board,
      Period period) {
    return PageHistory.of(answer.standings().stream().map(side).toList(), board, period);
  }

  private static List<Table> tables(ModelAnswer answer) {
    var casi = answer.breakdown().casi();
    var ars = answer.breakdown().ars();
    return Stream.of(
            table("Attack suites", casi.suite()),
            table("Attack techniques", casi.technique()),
            table("Campaign suites", ars.suite()),
            table("Campaign techniques", ars.technique()))
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private static Table table(String title, List<BreakdownItem> items) {
    return new Table(title, PageRate.of(items), items.size() > PageRate.MOST);
  }

  private static Answers answers(Breakdown.Benchmark benchmark) {
    return new Answers(
        PageWords.sentenceCase(benchmark.skill().name()),
        benchmark.suite(),
        PageRow.grouped(benchmark.count()),
        PageRate.inPercent(benchmark.mean()));
  }

  private static List<Origin> origins(ModelProvenance provenance) {
    return List.of(
        origin("Runners", provenance.runners()),
        origin("Judges", provenance.judges()),
        origin("Model revisions", provenance.modelRevisions()));
  }

  private static Origin origin(String kind, List<ModelProvenance.Source> sources) {
    int more = sources.size() - MOST_SOURCES;
    return new Origin(kind, sources.stream().limit(MOST_SOURCES).toList(), more > 0 ? more : null);
  }

  private static Withdrawal withdrawal(RetractionRow row) {
    String what =
        Stream.of(
                part("run", row.runId()),
                part("suite", row.suite()),
                part("case", row.caseId()),
                part("trial", row.trial()),
                part("month", row.period()))
            .flatMap(Optional::stream)
            .reduce((a, b) -> a + ", " + b)
            .orElse(null);
    return new Withdrawal(
        PageTime.of(row.at()),
        row.by(),
        row.reason(),
        what,
        PageWords.counted(row.withdrawnInAll(), "result", "results"));
  }

  private static Optional<String> part(String label, Object value) {
    return Optional.ofNullable(value).map(text -> label + " " + text);
  }
}
