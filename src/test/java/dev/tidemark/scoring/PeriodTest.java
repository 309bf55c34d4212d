package dev.tidemark.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00:00Z, 1970-01",
    "2024-02-29T23:59:59.999Z, 2024-02",
    "2024-03-01T00:00:00Z, 2024-03",
    "2025-01-01T00:30:00+01:00, 2024-12", // UTC counts
    "9999-12-31T23:59:59.999Z, 9999-12",
  })
  void anInstantBelongsToItsMonthInUtc(String time, String period) {
    long millis = OffsetDateTime.parse(time).toInstant().toEpochMilli();
    assertThat(Period.of(millis)).hasToString(period).isEqualTo(Period.parse(period));
  }

  @Test
  void aPeriodEndsWhereTheNextBegins() {
    long end = Period.parse("2024-12").endMillis();
    assertThat(end).isEqualTo(Instant.parse("2025-01-01T00:00:00Z").toEpochMilli());
    assertThat(Period.of(end - 1)).hasToString("2024-12");
    assertThat(Period.of(end)).hasToString("2025-01");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2025", "2025-13", "2025-1", "1969-12", "2025-09-01", "+12025-09"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Period.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
