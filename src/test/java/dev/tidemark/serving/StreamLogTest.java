package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the log of the stream remembers. */
class StreamLogTest {

  private static final int ALL = 1_000;

  private final StreamLog log = new StreamLog(2);

  @Test
  void onlyTheLatestEventOfASubjectStays() {
    // When
    log.put("a", "standing", "1");
    log.put("b", "standing", "2");
    log.put("a", "standing", "3");

    // Then
    assertThat(log.after(0, ALL)).extracting(StreamEvent::sequence).containsExactly(2L, 3L);
    assertThat(log.after(2, ALL)).extracting(StreamEvent::subject).containsExactly("a");
    assertThat(log.after(0, 1)).extracting(StreamEvent::subject).containsExactly("b");
    assertThat(log.newest()).isEqualTo(3);
  }

  @Test
  void anEventIsFramedWithItsIdTypeAndData() {
    // When
    log.put("a", "standing", "{\"model\":\"a\"}");

    // Then
    assertThat(new String(log.after(0, ALL).get(0).frame(), StandardCharsets.UTF_8))
        .isEqualTo("id: " + log.id(1) + "\nevent: standing\ndata: {\"model\":\"a\"}\n\n");
  }

  @Test
  void aClientGoesOnWhereItWasWhileEveryRemovalAfterIsRemembered() {
    // Given
    for (String subject : new String[] {"a", "b", "c"}) {
      log.put(subject, "standing", "1");
      log.remove(subject, "removed", "2");
    }

    // Then
    assertThat(log.forgotten()).isEqualTo(2);
    assertThat(log.after(0, ALL)).extracting(StreamEvent::sequence).containsExactly(4L, 6L);
    assertThat(log.resume(log.id(1))).isEmpty();
    assertThat(log.resume(log.id(2))).hasValue(2);
    assertThat(log.resume(log.id(6))).hasValue(6);
    assertThat(log.resume(log.id(7))).isEmpty();
  }

  @Test
  void aSubjectThatCameBackIsNoRemovalAnyMore() {
    // Given
    log.remove("a", "removed", "1");

    // When
    log.put("a", "standing", "2");
    log.remove("b", "removed", "3");
    log.remove("c", "removed", "4");

    // Then
    assertThat(log.forgotten()).isZero();
    assertThat(log.after(0, ALL)).extracting(StreamEvent::subject).containsExactly("a", "b", "c");
  }

  @Test
  void anIdOfAnotherProcessOrOfNoneIsUnknown() {
    // Given
    log.put("a", "standing", "1");
    String other = new StreamLog(2).id(1);

    // Then
    assertThat(log.resume(other)).isEmpty();
    assertThat(log.resume("")).isEmpty();
    assertThat(log.resume(log.id(1) + "x")).isEmpty();
    assertThat(log.resume(log.id(1) + "00000000000000000000000")).isEmpty();
    assertThat(log.resume(log.id(1))).hasValue(1);
  }
}
