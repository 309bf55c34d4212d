package dev.tidemark.topology;

import dev.tidemark.event.Model;
import dev.tidemark.event.RecordId;
import dev.tidemark.event.Retraction;
import dev.tidemark.scoring.Period;
import java.util.List;

/** Retractions and registrations in their internal form. */
public final class Announcements {

  private Announcements() {}

  /** A valid retraction. */
  public static Withdrawal withdrawal(Retraction retraction, RecordId id) {
    return new Withdrawal(
        id,
        retraction.getModel(),
        retraction.getRunId(),
        retraction.getSuite(),
        retraction.getCaseId(),
        retraction.getTrial(),
        retraction.getPeriod() == null
            ? null
            : Integer.valueOf(Period.parse(retraction.getPeriod()).month()),
        retraction.getBy(),
        retraction.getReason());
  }

  /** A valid registration. */
  public static Registration registration(Model model, RecordId id) {
    return new Registration(
        id,
        model.getModel(),
        model.getDisplayName(),
        model.getProvider(),
        List.copyOf(model.getAliases()),
        price(model.getInputUsdPerMTok()),
        price(model.getOutputUsdPerMTok()));
  }

  /** Zero has one sign, as in the content hash: registrations with one id have the same bits. */
  private static Double price(Double usd) {
    return usd == null ? null : Double.valueOf(usd + 0.0);
  }
}
