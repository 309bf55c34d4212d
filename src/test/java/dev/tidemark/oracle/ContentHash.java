package dev.tidemark.oracle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stand-in for the product's content hash, for tests that need some hash and not that one: alike
 * for events that mean the same (absent is the default, a time is a time in either notation),
 * different for all others.
 */
public final class ContentHash {

  private static final Set<String> ZERO_BY_DEFAULT = Set.of("trial", "revision", "signalsLeaked");
  private static final Set<String> FRACTIONS =
      Set.of("score", "inputUsdPerMTok", "outputUsdPerMTok");

  private ContentHash() {}

  /** 32 lower-case hex digits. */
  public static String of(Map<String, Object> fields) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> {
              Object plain = plain(name, value);
              if (plain != null && !isDefault(fields, name, plain)) {
                text.append(name).append('=').append(plain).append('\n');
              }
            });
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return String.format("%032x", new BigInteger(1, digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object plain(String name, Object value) {
    if (name.equals("occurredAt") && value instanceof String time) {
      return OffsetDateTime.parse(time).toInstant().toEpochMilli();
    }
    if (value instanceof Number number) {
      return FRACTIONS.contains(name) ? (Object) number.doubleValue() : (Object) number.longValue();
    }
    return value;
  }

  private static boolean isDefault(Map<String, Object> fields, String name, Object value) {
    boolean retraction = "retract".equals(fields.get("type"));
    return (!retraction && ZERO_BY_DEFAULT.contains(name) && value.equals(0L))
        || (name.equals("aliases") && value.toString().equals("[]"));
  }
}
