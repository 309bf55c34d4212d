package dev.tidemark.cli.verify;

import dev.tidemark.cli.verify.ResultVersions.Dated;
import dev.tidemark.event.AttackResult;
import dev.tidemark.event.BenchmarkResult;
import dev.tidemark.event.CampaignResult;
import dev.tidemark.event.ContentHasher;
import dev.tidemark.event.EventDecoder;
import dev.tidemark.event.InvalidEventException;
import dev.tidemark.event.Model;
import dev.tidemark.event.ModelTable;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.event.Rules;
import dev.tidemark.event.SchemaRegistry;
import dev.tidemark.event.Standing;
import dev.tidemark.scoring.Method;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import dev.tidemark.topology.Announcements;
import dev.tidemark.topology.Attempts;
import dev.tidemark.topology.Contribution;
import dev.tidemark.topology.Registration;
import dev.tidemark.topology.ResultKey;
import dev.tidemark.topology.ResultVersion;
import dev.tidemark.topology.Standings;
import dev.tidemark.topology.Withdrawal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The standings computed in one plain batch from the raw topics: everything in memory, no stores,
 * no increments. It shares decoding, rules and scoring with the topology, but none of its ledger,
 * deltas, retraction scans or sums.
 */
final class BatchRecompute {

  private final EventDecoder decoder;
  private final ContentHasher hasher = new ContentHasher();
  private final Map<ResultKey, Set<Dated>> results = new HashMap<>();

  /** Names come with many results. Each is kept once: there is room for three times as many. */
  private final Map<String, String> names = new HashMap<>();

  private final Map<String, Set<Withdrawal>> withdrawals = new HashMap<>();
  private final Map<String, Registration> registrations = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private long records;

  /**
   * @param registry null if none is configured
   */
  BatchRecompute(SchemaRegistry registry) {
    decoder = new EventDecoder(registry);
  }

  /** Takes in one record of an input topic. */
  void add(ConsumerRecord<byte[], byte[]> record) {
    records++;
    long timestamp = Math.max(0, record.timestamp());
    try {
      SpecificRecord event = decoder.decode(record.topic(), record.value());
      if (Rules.check(event, timestamp).isEmpty()) {
        take(event, new RecordId(timestamp, hasher.hash(event)));
        return;
      }
    } catch (InvalidEventException e) {
      // Counted as refused, as intake does.
    }
    refused.add(DeadLetters.coordinates(record.topic(), record.partition(), record.offset()));
  }

  private void take(SpecificRecord event, RecordId id) {
    if (event instanceof AttackResult attack) {
      result(Attempts.key(attack), attack.getOccurredAt(), Attempts.version(attack, id));
    } else if (event instanceof CampaignResult campaign) {
      result(Attempts.key(campaign), campaign.getOccurredAt(), Attempts.version(campaign, id));
    } else if (event instanceof BenchmarkResult benchmark) {
      result(Attempts.key(benchmark), benchmark.getOccurredAt(), Attempts.version(benchmark, id));
    } else if (event instanceof Retraction retraction) {
      withdrawals
          .computeIfAbsent(retraction.getModel(), model -> new HashSet<>())
          .add(Announcements.withdrawal(retraction, id));
    } else {
      registrations.merge(
          ((Model) event).getModel(),
          Announcements.registration((Model) event, id),
          (some, other) -> some.id().compareTo(other.id()) >= 0 ? some : other);
    }
  }

  private void result(ResultKey key, Instant occurredAt, ResultVersion version) {
    Dated dated = new Dated(Period.of(occurredAt.toEpochMilli()).month(), withNamesOnce(version));
    results.merge(
        withNamesOnce(key),
        Set.of(dated), // nearly all have one version
        (versions, one) -> {
          if (versions.contains(dated)) {
            return versions;
          }
          Set<Dated> all = versions.size() == 1 ? new HashSet<>(versions) : versions;
          all.add(dated);
          return all;
        });
  }

  private ResultKey withNamesOnce(ResultKey key) {
    return new ResultKey(
        key.kind(), once(key.model()), once(key.suite()), once(key.caseId()), key.trial());
  }

  private ResultVersion withNamesOnce(ResultVersion version) {
    Contribution counted = version.contribution();
    return new ResultVersion(
        version.revision(),
        version.id(),
        once(version.runId()),
        new Contribution(
            counted.outcome(),
            once(counted.group()),
            counted.row(),
            counted.column(),
            counted.amounts(),
            once(counted.technique()),
            once(counted.runner()),
            once(counted.judge()),
            once(counted.modelRevision())),
        version.withdrawnBy());
  }

  private String once(String name) {
    return name == null ? null : names.computeIfAbsent(name, same -> same);
  }

  /** Input records taken in so far. */
  long records() {
    return records;
  }

  /** Result identities among them. */
  int identities() {
    return results.size();
  }

  /** Coordinates of the records that break a rule: exactly these belong in the dead letters. */
  Set<String> refused() {
    return refused;
  }

  /** Identities and periods with more versions than the ledger keeps. */
  List<String> overfull() {
    List<String> overfull = new ArrayList<>();
    results.forEach(
        (key, versions) -> {
          var periods = ResultVersions.slots(versions);
          if (periods.values().stream().mapToInt(List::size).sum() > ResultVersions.KEPT_IN_ALL) {
            overfull.add(key.text() + " in all its months");
          }
          periods.forEach(
              (period, of) -> {
                if (of.size() > ResultVersions.KEPT) {
                  overfull.add(key.text() + " in " + new Period(period));
                }
              });
        });
    return overfull;
  }

  /** The standings that follow from all records taken in, by {@code model|period}. */
  Map<String, Standing> standings(Method method) {
    ModelTable<Registration> models = new ModelTable<>();
    registrations.values().forEach(models::put);
    Map<String, Tally> tallies = new TreeMap<>();
    results.forEach(
        (key, versions) ->
            ResultVersions.count(
                key,
                versions,
                withdrawals.getOrDefault(key.model(), Set.of()),
                (period, cell, counts) ->
                    tallies
                        .computeIfAbsent(
                            models.canonical(key.model()) + '|' + new Period(period),
                            any -> new Tally())
                        .add(cell, counts)));
    Map<String, Standing> standings = new TreeMap<>();
    tallies.forEach(
        (key, tally) -> {
          tally.limitNames();
          if (!tally.isEmpty()) {
            String model = key.substring(0, key.indexOf('|'));
            String period = key.substring(key.indexOf('|') + 1);
            standings.put(key, Standings.score(model, period, tally, method, models.get(model), 0));
          }
        });
    return standings;
  }
}
