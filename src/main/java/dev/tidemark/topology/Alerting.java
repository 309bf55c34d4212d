package dev.tidemark.topology;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertBoard;
import dev.tidemark.event.AlertRetraction;
import dev.tidemark.event.AlertRule;
import dev.tidemark.event.AlertState;
import dev.tidemark.event.EventCodec;
import dev.tidemark.event.RecordId;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.topology.AlertStore.Key;
import dev.tidemark.topology.AlertStore.Sent;
import dev.tidemark.topology.WatchedModels.Watched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Step 5: holds the rules against the standings of each model. An alert goes FIRING when its rule
 * begins to hold and RESOLVED when it has ceased to; while it stands only its evidence is renewed.
 */
final class Alerting implements Processor<String, AlertInput, String, byte[]> {

  static final String ALERTS = "alerts";

  /** Long enough that the months of one change are mostly judged together. */
  private static final Duration JUDGE_EVERY = Duration.ofMillis(50);

  /** How often time is looked at, and the least time between renewals of an alert's evidence. */
  private static final Duration REVIEW_EVERY = Duration.ofSeconds(1);

  /** How long alerts are taken over in one review. */
  private static final long TAKE_OVER_NANOS = 250_000_000;

  private static final int LISTED_RETRACTIONS = 10;

  /** The newest are known with an alert, some 50 bytes each: its row must fit in a record. */
  private static final int KEPT_RETRACTIONS = 10_000;

  private final Method method;
  private final AlertSettings settings;
  private final Backlog backlog;
  private final AlertWriter writer;
  private final Set<String> changed = new LinkedHashSet<>();
  private final Set<String> postponed = new LinkedHashSet<>();
  private ProcessorContext<String, byte[]> context;
  private CommitPace pace;
  private AlertStore alerts;
  private WatchedModels watched;

  /** Whether alerts are judged. */
  private boolean begun;

  /** Those of an application of another name that are still to be taken over. */
  private Iterator<Alert> earlier;

  Alerting(Method method, AlertSettings settings, Backlog backlog) {
    this.method = method;
    this.settings = settings;
    this.backlog = backlog;
    writer = new AlertWriter(method.version());
  }

  @Override
  public void init(ProcessorContext<String, byte[]> context) {
    this.context = context;
    pace = CommitPace.ofThread();
    alerts = new AlertStore(context.getStateStore(ALERTS));
    watched =
        new WatchedModels(
            method,
            new TallyParts(context.getStateStore(Scoring.TALLIES)),
            new ModelStore(context.getStateStore(Scoring.MODELS)),
            alerts);
    // A task whose transaction was aborted is taken up again, with this processor.
    changed.clear();
    postponed.clear();
    earlier = null;
    begun = alerts.complete() || !backlog.begin();
    context.schedule(JUDGE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::judgeChanged);
    context.schedule(REVIEW_EVERY, PunctuationType.WALL_CLOCK_TIME, this::review);
  }

  @Override
  public void process(Record<String, AlertInput> record) {
    if (record.value() instanceof Withdrawal withdrawal) {
      alerts.putText(withdrawal);
      return;
    }
    if (!begun) {
      return; // once it has, what is in the stores by then is taken up
    }
    int separator = record.key().indexOf('|');
    String model = record.key().substring(0, separator);
    Period period = Period.parse(record.key().substring(separator + 1));
    Watched of = watched.get(model);
    if (record.value() instanceof Sighting sighting) {
      of.history().computeIfPresent(period, (at, seen) -> seen.seenAt(sighting.lastResultAt()));
    } else {
      Scored scored = (Scored) record.value();
      if (scored.standing() == null) {
        of.history().remove(period);
      } else {
        of.history().put(period, Measured.of(scored.standing(), scored.merged(), method));
      }
    }
    changed.add(model);
  }

  /**
   * Goes on with the alerts that an application of another name has sent: to who has heard of them
   * it is the same alert still, and the next one has the next episode.
   *
   * @return whether all are taken over
   */
  private boolean takeOver() {
    if (!backlog.scored()) {
      return false;
    }
    if (earlier == null) {
      earlier = backlog.alerts(context.taskId().partition()).iterator();
    }
    long start = System.nanoTime();
    while (earlier.hasNext() && System.nanoTime() - start < TAKE_OVER_NANOS) {
      Alert alert = earlier.next();
      Key key = Key.of(alert);
      if (!alerts.has(alert.getModel(), key)) {
        alerts.put(alert.getModel(), key, new Sent(alert, withdrawnBefore(alert)));
      }
    }
    if (earlier.hasNext()) {
      return false;
    }
    alerts.setComplete();
    return true;
  }

  /** What had been withdrawn when it fired, as far as retractions of that time tell. */
  private Map<String, Long> withdrawnBefore(Alert alert) {
    if (alert.getState() == AlertState.RESOLVED) {
      return Map.of();
    }
    Map<String, Long> withdrawn = withdrawn(watched.read(alert.getModel()));
    long fired = alert.getFiredAt().toEpochMilli();
    withdrawn.keySet().removeIf(name -> RecordId.timestamp(name) > fired);
    return withdrawn;
  }

  private void judgeChanged(long now) {
    changed.forEach(model -> judge(model, watched.get(model), now));
    changed.clear();
    pace.check(context); // for scoring too, which has no clock of its own
  }

  /** Takes up models that memory doesn't hold, and lets time pass for those that it does. */
  private void review(long now) {
    begun = begun || takeOver();
    if (!begun) {
      return;
    }
    List<String> due = new ArrayList<>(postponed);
    postponed.clear();
    due.addAll(watched.untouched());
    due.forEach(model -> judge(model, watched.get(model), now));
    watched.forEachKept((model, of) -> judge(AlertRule.STALE, model, of, now));
  }

  private void judge(String model, Watched of, long now) {
    for (AlertRule rule : AlertRule.values()) {
      judge(rule, model, of, now);
    }
  }

  /** Every period, because one that is measured or withdrawn changes which one is the current. */
  private void judge(AlertRule rule, String model, Watched of, long now) {
    for (AlertBoard board : AlertSubject.boards(rule)) {
      of.history()
          .forEach(
              (period, measured) -> {
                AlertThresholds thresholds = settings.thresholds(model, measured.provider());
                judge(
                    rule,
                    new AlertSubject(model, period, board, of.history(), thresholds, now),
                    of);
              });
    }
    for (Map.Entry<Key, Sent> entry : of.sent().entrySet()) {
      Key key = entry.getKey();
      if (key.rule() == rule
          && firing(entry.getValue())
          && !of.history().containsKey(key.period())) {
        resolve(key, of, model, null, now);
      }
    }
  }

  private void judge(AlertRule rule, AlertSubject subject, Watched of) {
    Key key = new Key(rule, subject.board(), subject.period());
    Sent sent = of.sent().get(key);
    boolean firing = firing(sent);
    boolean holds =
        subject.thresholds().enabled().contains(rule)
            && subject.holds(rule, firing)
            && subject.supersededBy(rule).isEmpty();
    if (holds && !firing) {
      int episode = sent == null ? 1 : sent.alert().getEpisode() + 1;
      Alert alert = writer.fired(rule, subject, episode);
      send(key, of, new Sent(alert, withdrawn(of)), subject.model(), subject.now());
    } else if (holds) {
      renew(key, of, sent, subject);
    } else if (firing) {
      resolve(key, of, subject.model(), subject, subject.now());
    }
  }

  private void renew(Key key, Watched of, Sent sent, AlertSubject subject) {
    Alert before = sent.alert();
    if (subject.now() - before.getUpdatedAt().toEpochMilli() < REVIEW_EVERY.toMillis()) {
      postponed.add(subject.model());
      return;
    }
    Alert after = writer.updated(before, subject);
    if (AlertWriter.sameContent(before, after)) {
      return;
    }
    send(key, of, new Sent(after, sent.withdrawn()), subject.model(), subject.now());
  }

  private void resolve(Key key, Watched of, String model, AlertSubject subject, long now) {
    Sent sent = of.sent().get(key);
    List<AlertRetraction> retractions = retractionsSince(sent, of);
    String why =
        subject == null
            ? AlertText.gone(retractions)
            : AlertText.cleared(key.rule(), subject, retractions);
    Alert alert = writer.resolved(sent.alert(), subject, why, retractions, now);
    send(key, of, new Sent(alert, Map.of()), model, now);
  }

  private void send(Key key, Watched of, Sent sent, String model, long now) {
    of.sent().put(key, sent);
    alerts.put(model, key, sent);
    context.forward(new Record<>(key.text(model), EventCodec.encode(sent.alert()), now));
    pace.done(context);
  }

  private static boolean firing(Sent sent) {
    return sent != null && sent.alert().getState() == AlertState.FIRING;
  }

  /** Of all periods: those of an earlier one may be what an alert compares with. */
  static Map<String, Long> withdrawn(Watched of) {
    NavigableMap<String, Long> sums = new TreeMap<>();
    for (Measured measured : of.history().values()) {
      measured.withdrawn().forEach((name, versions) -> sums.merge(name, versions, Long::sum));
    }
    while (sums.size() > KEPT_RETRACTIONS) {
      sums.pollFirstEntry();
    }
    return sums;
  }

  private List<AlertRetraction> retractionsSince(Sent sent, Watched of) {
    return withdrawn(of).entrySet().stream()
        .filter(now -> now.getValue() > sent.withdrawn().getOrDefault(now.getKey(), 0L))
        .sorted(Map.Entry.<String, Long>comparingByKey().reversed())
        .limit(LISTED_RETRACTIONS)
        .map(
            now ->
                alerts.retraction(
                    now.getKey(), now.getValue() - sent.withdrawn().getOrDefault(now.getKey(), 0L)))
        .toList();
  }
}
