package dev.tidemark.alerting;

import dev.tidemark.event.Alert;
import dev.tidemark.event.AlertState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A state that an alert came into, with the newest evidence for it.
 *
 * @param key record key of the alert: {@code rule|model|board|period}
 * @param sample whether it was made up to try a receiver
 */
record Transition(String key, Alert alert, boolean sample) {

  private static final int ID_BYTES = 16;

  Stage stage() {
    return new Stage(alert.getEpisode(), alert.getState());
  }

  boolean firing() {
    return alert.getState() == AlertState.FIRING;
  }

  /** When the alert came into this state. */
  Instant at() {
    return firing() || alert.getResolvedAt() == null ? alert.getFiredAt() : alert.getResolvedAt();
  }

  /** The same for each try of the same transition, and for no other. */
  String id() {
    return digest(key + '|' + alert.getEpisode() + '|' + alert.getState());
  }

  /** 32 hex digits that name a text. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
