package dev.tidemark.alerting;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tidemark's own JSON ({@code alerting/webhook-v1.schema.json}). With a secret, {@code
 * Tidemark-Signature} is {@code v1=} and the hex HMAC-SHA256 of {@code timestamp.body}, so that a
 * receiver can tell who sent it and that it isn't an old one played again.
 */
final class WebhookFormat implements Format {

  private static final String ALGORITHM = "HmacSHA256";

  @Override
  public Message message(Receiver receiver, Transition transition, String service, Instant now) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("version", "1");
    body.put("id", transition.id());
    body.setAll(AlertJson.alert(transition));
    body.put("link", Format.link(transition, service));
    body.put("sample", transition.sample());
    Message message = Message.of(body).with("Idempotency-Key", transition.id());
    receiver
        .secret()
        .ifPresent(
            secret -> {
              String timestamp = Long.toString(now.getEpochSecond());
              message
                  .with("Tidemark-Timestamp", timestamp)
                  .with("Tidemark-Signature", "v1=" + sign(secret, timestamp, message.body()));
            });
    return message;
  }

  private static String sign(String secret, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      mac.update((timestamp + '.').getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
