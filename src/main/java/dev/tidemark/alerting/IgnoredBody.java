package dev.tidemark.alerting;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;

/**
 * Reads a body away, so that the connection can be used again, and gives up on one that is long or
 * doesn't end. Nobody waits for it: an answer is known by its headers.
 */
final class IgnoredBody implements BodySubscriber<Void> {

  private static final long LONGEST = 64 * 1024;

  private final Duration patience;
  private Subscription body;
  private long read;

  IgnoredBody(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    body = subscription;
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(subscription::cancel);
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    buffers.forEach(buffer -> read += buffer.remaining());
    if (read > LONGEST) {
      body.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {}

  @Override
  public void onComplete() {}
}
