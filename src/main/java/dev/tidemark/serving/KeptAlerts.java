package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import dev.tidemark.event.StoredRecord;
import java.io.IOException;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Alerts in memory. Of those that stand, all there are, or as many as are allowed of those that
 * come first in the order of the standings, which doesn't depend on their arrival: about models
 * that a registration describes, then about newer months, then by name. Of the resolved ones, the
 * last to resolve. One thread at a time writes, any may read.
 */
final class KeptAlerts {

  /**
   * Where an alert that stands comes.
   *
   * @param described whether its model's registration gives a display name or a provider
   */
  private record Place(boolean described, AlertKey key) implements Comparable<Place> {

    private static final Comparator<Place> ORDER =
        Comparator.comparing((Place place) -> !place.described())
            .thenComparing(place -> place.key().period(), Comparator.reverseOrder())
            .thenComparing(place -> place.key().model())
            .thenComparing(place -> place.key().rule())
            .thenComparing(place -> place.key().board());

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private final ConcurrentSkipListMap<String, Alert> alerts = new ConcurrentSkipListMap<>();
  private final KeptPlaces<Place> firing;

  /** The first is the next to be forgotten. */
  private final TreeSet<Alert> resolved = new TreeSet<>(AlertsView.ORDER.reversed());

  /**
   * @param most alerts kept of those that stand
   */
  KeptAlerts(int most) {
    firing = new KeptPlaces<>(most, any -> true);
  }

  /** The alerts by {@link AlertKey#place}; to be read only. */
  ConcurrentSkipListMap<String, Alert> alerts() {
    return alerts;
  }

  /** How many that stand are left out; of more than 200,000, so many. */
  int leftOut() {
    return firing.leftOut();
  }

  /** Whether one is left out that should be kept: then the topic must be read anew to have it. */
  boolean lacks() {
    return firing.lacks();
  }

  /**
   * Makes room for those left out that should be kept. Their records have gone by, so they must be
   * taken in once more.
   *
   * @return the keys of their records
   */
  Set<String> promote() {
    return firing.promote(this::drop).stream()
        .map(place -> place.key().toString())
        .collect(Collectors.toSet());
  }

  /**
   * Takes in a record of the alerts topic.
   *
   * @throws IOException or any RuntimeException if it is no alert or not under its own key
   */
  void take(ConsumerRecord<String, byte[]> record) throws IOException {
    AlertKey key = AlertKey.parse(record.key());
    if (record.value() == null) {
      forget(key);
      alerts.remove(key.place());
      return;
    }
    Alert alert = StoredRecord.read(Alert.class, record.value());
    if (!AlertsView.key(alert).equals(record.key())) {
      throw new IllegalArgumentException("the key is not that of the alert");
    }
    forget(key);
    if (AlertsView.isFiring(alert)) {
      putFiring(key, alert);
    } else {
      putResolved(key, alert);
    }
  }

  private void putFiring(AlertKey key, Alert alert) {
    Place place = new Place(alert.getDisplayName() != null || alert.getProvider() != null, key);
    Place leftOut = firing.add(place);
    if (!place.equals(leftOut)) {
      alerts.put(key.place(), alert);
    }
    if (leftOut != null) {
      drop(leftOut);
    }
  }

  private void putResolved(AlertKey key, Alert alert) {
    alerts.put(key.place(), alert);
    resolved.add(alert);
    if (resolved.size() > AlertsView.MOST_RESOLVED) {
      alerts.remove(AlertsView.place(resolved.pollFirst()));
    }
  }

  private void drop(Place place) {
    alerts.remove(place.key().place());
  }

  /** What stood there gives up its place; it is shown until another is put there or removed. */
  private void forget(AlertKey key) {
    firing.remove(new Place(true, key));
    firing.remove(new Place(false, key));
    Alert before = alerts.get(key.place());
    if (before != null && !AlertsView.isFiring(before)) {
      resolved.remove(before);
    }
  }
}
