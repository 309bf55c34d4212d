package dev.tidemark.serving;

import dev.tidemark.event.Alert;
import java.util.Collection;
import java.util.List;

/**
 * What the alerts page shows.
 *
 * @param model the only one whose alerts are shown; null for all
 * @param firing the newest first
 * @param resolved likewise
 * @param more whether others were left out
 */
record PageAlerts(
    PageHead head,
    String model,
    long firingCount,
    long resolvedCount,
    List<PageAlert> firing,
    List<PageAlert> resolved,
    boolean more) {

  private static final int MOST = 200;

  static PageAlerts of(Collection<Alert> all, String model) {
    List<Alert> shown =
        all.stream()
            .filter(alert -> model == null || alert.getModel().equals(model))
            .sorted(AlertsView.ORDER)
            .toList();
    List<PageAlert> firing =
        shown.stream().filter(AlertsView::isFiring).limit(MOST).map(PageAlert::of).toList();
    List<PageAlert> resolved =
        shown.stream()
            .filter(alert -> !AlertsView.isFiring(alert))
            .limit(MOST)
            .map(PageAlert::of)
            .toList();
    long count = shown.stream().filter(AlertsView::isFiring).count();
    return new PageAlerts(
        PageHead.live(
            count == 0 ? "Alerts" : "Alerts, %d firing".formatted(count),
            "Security regressions and other alerts on AI models, with their evidence and why they"
                + " were resolved.",
            "alerts",
            model == null ? List.of() : List.of(model)),
        model,
        count,
        shown.size() - count,
        firing,
        resolved,
        firing.size() + resolved.size() < shown.size());
  }
}
