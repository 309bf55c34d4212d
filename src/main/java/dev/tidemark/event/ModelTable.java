package dev.tidemark.event;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Winning registrations by model, and whom each alias belongs to. A function of the set of
 * registrations: their order doesn't matter. Every partition holds the whole of it, so only the
 * aliases need be in memory.
 *
 * @param <R> what is kept of a registration
 */
public final class ModelTable<R extends ModelTable.Registered> {

  /** What the table needs of a registration. */
  public interface Registered {
    RecordId id();

    String model();

    List<String> aliases();
  }

  /** The latest winning registration has an alias, of equally late ones the greater model name. */
  private static final Comparator<Registered> CLAIM =
      Comparator.comparingLong((Registered claim) -> claim.id().timestamp())
          .thenComparing(Registered::model);

  /**
   * Where winning registrations are kept, by model.
   *
   * @param <R> what is kept of a registration
   */
  public interface Winners<R> {

    /** The one of a model, or null. */
    R get(String model);

    void put(R registration);
  }

  private final Winners<R> winners;
  private final Map<String, TreeSet<R>> claims = new HashMap<>();

  /** Winners in memory. */
  static final class InMemory<R extends Registered> implements Winners<R> {
    private final Map<String, R> rows = new HashMap<>();

    @Override
    public R get(String model) {
      return rows.get(model);
    }

    @Override
    public void put(R registration) {
      rows.put(registration.model(), registration);
    }

    Collection<R> all() {
      return rows.values();
    }
  }

  /** A table in memory. */
  public ModelTable() {
    this(new InMemory<>());
  }

  /**
   * A table over winners that may be there already: each must be {@link #claim claimed} once.
   *
   * @param winners is asked at each {@link #get} and {@link #put}
   */
  public ModelTable(Winners<R> winners) {
    this.winners = winners;
  }

  /**
   * Takes in a registration.
   *
   * @return the carried names whose canonical name may have changed by it, the model itself not
   *     included; null if the registration loses and nothing changed
   */
  public Set<String> put(R registration) {
    R old = winners.get(registration.model());
    if (old != null && old.id().compareTo(registration.id()) >= 0) {
      return null;
    }
    Set<String> touched = new HashSet<>();
    if (old != null) {
      for (String alias : old.aliases()) {
        TreeSet<R> claimants = claims.get(alias);
        if (claimants != null && claimants.remove(old) && claimants.isEmpty()) {
          claims.remove(alias);
        }
        touched.add(alias);
      }
    }
    touched.addAll(claim(registration));
    winners.put(registration);
    return touched;
  }

  /**
   * Gives a winning registration its aliases.
   *
   * @return the aliases
   */
  public Set<String> claim(R winner) {
    Set<String> claimed = new HashSet<>(winner.aliases());
    claimed.remove(winner.model());
    claimed.forEach(
        alias -> claims.computeIfAbsent(alias, name -> new TreeSet<>(CLAIM)).add(winner));
    return claimed;
  }

  /** The name that results of this carried name count under: one step, no chains. */
  public String canonical(String carriedModel) {
    TreeSet<R> claimants = claims.get(carriedModel);
    return claimants == null ? carriedModel : claimants.last().model();
  }

  /** The registration in force of a canonical model, or null. */
  public R get(String model) {
    return winners.get(model);
  }
}
