package dev.tidemark.serving;

import dev.tidemark.event.Standing;
import dev.tidemark.event.StoredRecord;
import dev.tidemark.event.TallyRecord;
import dev.tidemark.event.TallyRecords;
import dev.tidemark.scoring.Period;
import dev.tidemark.scoring.Tally;
import dev.tidemark.serving.StandingsView.Entry;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Standings in memory: all there are, or as many as are allowed of those that come first in an
 * order that doesn't depend on their arrival: those that count, then models that a registration
 * describes, then newer months, then names. One thread at a time writes, any may read.
 */
final class KeptStandings {

  /**
   * Where a standing comes.
   *
   * @param counts whether a result counts; one that doesn't is on no board
   * @param described whether its model's registration gives a display name, provider or price
   */
  private record Place(boolean counts, boolean described, Period period, String model)
      implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing((Place place) -> !place.counts())
            .thenComparing(place -> !place.described())
            .thenComparing(Place::period, Comparator.reverseOrder())
            .thenComparing(Place::model);

    static Place of(Period period, String model, Entry entry) {
      Standing at = entry.standing();
      boolean described =
          at.getDisplayName() != null
              || at.getProvider() != null
              || at.getInputUsdPerMTok() != null
              || at.getOutputUsdPerMTok() != null;
      return new Place(entry.counts(), described, period, model);
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private static final TallyRecord NO_TALLY = TallyRecords.toRecord(new Tally());

  private final ConcurrentSkipListMap<Period, Map<String, Entry>> periods =
      new ConcurrentSkipListMap<>();
  private final KeptPlaces<Place> places;

  /**
   * @param most standings kept
   */
  KeptStandings(int most) {
    // One that doesn't count isn't missed: only the pages of its model would show it.
    places = new KeptPlaces<>(most, Place::counts);
  }

  /** The entries by period and model; to be read only. */
  ConcurrentSkipListMap<Period, Map<String, Entry>> periods() {
    return periods;
  }

  /** The entry of a model in a period; null if none is kept. */
  Entry get(Period period, String model) {
    return periods.getOrDefault(period, Map.of()).get(model);
  }

  /** How many are left out; of more than 200,000, so many. */
  int leftOut() {
    return places.leftOut();
  }

  /** Whether one is left out that should be kept: then the topic must be read anew to have it. */
  boolean lacks() {
    return places.lacks();
  }

  /**
   * Makes room for those left out that should be kept. Their records have gone by, so they must be
   * taken in once more.
   *
   * @return the keys of their records
   */
  Set<String> promote() {
    return places.promote(this::drop).stream()
        .map(first -> first.model() + '|' + first.period())
        .collect(Collectors.toSet());
  }

  /**
   * Takes in a record of the standings topic.
   *
   * @param known where the entry may be found if this very record was read before
   * @return the periods in which what is kept has changed
   * @throws IOException or any RuntimeException if it is no standing or not under its own key
   */
  Set<Period> take(ConsumerRecord<String, byte[]> record, KeptStandings known) throws IOException {
    int separator = record.key() == null ? -1 : record.key().lastIndexOf('|');
    if (separator < 0) {
      throw new IllegalArgumentException("the key is not model|period");
    }
    Period period = Period.parse(record.key().substring(separator + 1));
    String model = record.key().substring(0, separator);
    if (record.value() == null) {
      return remove(period, model);
    }
    Entry before = known.get(period, model);
    boolean same =
        before != null
            && before.partition() == record.partition()
            && before.offset() == record.offset();
    return put(period, model, same ? before : entry(record));
  }

  private static Entry entry(ConsumerRecord<String, byte[]> record) throws IOException {
    Standing standing = StoredRecord.read(Standing.class, record.value());
    if (!record.key().equals(standing.getModel() + '|' + standing.getPeriod())) {
      throw new IllegalArgumentException("the key is not that of the standing");
    }
    Tally tally = TallyRecords.fromRecord(standing.getTally());
    standing.put("tally", NO_TALLY);
    return new Entry(standing, tally, record.partition(), record.offset());
  }

  /**
   * Takes in what became of a standing.
   *
   * @return the periods in which what is kept has changed
   */
  private Set<Period> put(Period period, String model, Entry entry) {
    forget(period, model);
    Set<Period> changed = new HashSet<>();
    Place place = Place.of(period, model, entry);
    Place leftOut = places.add(place);
    if (leftOut != null && !leftOut.equals(place)) {
      drop(leftOut);
      changed.add(leftOut.period());
    }
    if (!place.equals(leftOut)) {
      periods.computeIfAbsent(period, any -> new ConcurrentHashMap<>()).put(model, entry);
      changed.add(period);
    }
    return changed;
  }

  /**
   * A standing is no more.
   *
   * @return the periods in which what is kept has changed
   */
  private Set<Period> remove(Period period, String model) {
    forget(period, model);
    Entry before = get(period, model);
    if (before == null) {
      return Set.of();
    }
    drop(period, model);
    return Set.of(period);
  }

  private void drop(Place place) {
    drop(place.period(), place.model());
  }

  private void drop(Period period, String model) {
    Map<String, Entry> models = periods.get(period);
    models.remove(model);
    if (models.isEmpty()) {
      periods.remove(period);
    }
  }

  /** Gives up its place, kept or left out; the entry itself stays until another takes its place. */
  private void forget(Period period, String model) {
    Entry before = get(period, model);
    if (before != null) {
      places.remove(Place.of(period, model, before));
    } else {
      places.remove(new Place(true, true, period, model));
      places.remove(new Place(true, false, period, model));
    }
  }
}
