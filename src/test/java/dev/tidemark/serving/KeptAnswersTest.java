package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class KeptAnswersTest {

  private final KeptAnswers answers = new KeptAnswers();
  private final AtomicInteger written = new AtomicInteger();
  private final Supplier<byte[]> write =
      () -> ("answer " + written.incrementAndGet()).getBytes(StandardCharsets.UTF_8);

  @Test
  void theSameRowsAreTheSameAnswer() {
    List<StandingRow> rows = new ArrayList<>();

    assertThat(ask("casi", rows)).isEqualTo("answer 1");
    assertThat(ask("casi", rows)).isEqualTo("answer 1");
    assertThat(ask("ars", rows)).isEqualTo("answer 2");
    assertThat(ask("casi", rows)).isEqualTo("answer 1");
  }

  @Test
  void otherRowsAreAnotherAnswerUnderAnotherTag() {
    var before = answers.of("casi", new ArrayList<>(), write);
    var after = answers.of("casi", new ArrayList<>(), write);

    assertThat(new String(after.body(), StandardCharsets.UTF_8)).isEqualTo("answer 2");
    assertThat(after.tag()).isNotEqualTo(before.tag());
  }

  @Test
  void whoAsksWhileItIsWrittenWaitsForIt() throws Exception {
    List<StandingRow> rows = new ArrayList<>();
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Supplier<byte[]> slow =
        () -> {
          writing.countDown();
          try {
            go.await(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return write.get();
        };
    ExecutorService clients = Executors.newFixedThreadPool(2);
    try {
      Future<?> first = clients.submit(() -> answers.of("casi", rows, slow));
      assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();
      Future<?> second = clients.submit(() -> answers.of("casi", rows, slow));
      go.countDown();

      assertThat(first.get(10, TimeUnit.SECONDS)).isSameAs(second.get(10, TimeUnit.SECONDS));
      assertThat(written).hasValue(1);
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void aVeryLongAnswerIsNotKept() {
    List<StandingRow> rows = new ArrayList<>();
    Supplier<byte[]> large =
        () -> {
          written.incrementAndGet();
          return new byte[3 << 20];
        };

    answers.of("casi", rows, large);
    answers.of("casi", rows, large);

    assertThat(written).hasValue(2);
  }

  private String ask(String question, List<StandingRow> rows) {
    return new String(answers.of(question, rows, write).body(), StandardCharsets.UTF_8);
  }
}
