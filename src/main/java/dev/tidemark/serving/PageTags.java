package dev.tidemark.serving;

import dev.tidemark.scoring.Period;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.EntityTag;
import java.time.Clock;
import java.util.UUID;

/** Entity tags of pages: while nothing has moved, nothing is sent again. */
@ApplicationScoped
public class PageTags {

  private final StandingsView view;
  private final AlertsView alerts;
  private final RetractionsView retractions;
  private final Clock clock;

  /** Versions of the view start anew with the process; tags must not. */
  private final String start = UUID.randomUUID().toString();

  PageTags(StandingsView view, AlertsView alerts, RetractionsView retractions, Clock clock) {
    this.view = view;
    this.alerts = alerts;
    this.retractions = retractions;
    this.clock = clock;
  }

  /**
   * The tag of what is shown now. To be taken before the rows are: rows newer than their tag are
   * fetched once too often, older ones would stay. The month belongs to it because LIVE turns FINAL
   * with no new record.
   */
  EntityTag now() {
    return new EntityTag(
        "%s-%d-%d-%d-%s"
            .formatted(
                start,
                view.version(),
                alerts.version(),
                retractions.version(),
                Period.of(clock.millis())),
        true);
  }
}
