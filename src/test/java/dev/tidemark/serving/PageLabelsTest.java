package dev.tidemark.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.serving.PageLabels.Label;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageLabelsTest {

  private static final double RADIUS = 4.5;

  @Test
  void aNameGoesRightThenAboveThenLeftThenBelow() {
    // Given
    PageLabels labels = new PageLabels();
    labels.keepFree(0.5, 0.5, RADIUS);

    // When
    List<Label> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.add(labels.place("name", 0.5, 0.5, RADIUS));
    }

    // Then
    assertThat(placed)
        .containsExactly(
            new Label("name", "9", "5", "start"),
            new Label("name", "0", "-8", "middle"),
            new Label("name", "-8", "5", "end"),
            new Label("name", "0", "18", "middle"),
            null);
  }

  @Test
  void noNameCoversALineWhoseEndsAreFarAway() {
    // Given
    PageLabels labels = new PageLabels();
    labels.keepFree(0, 0.5, 1, 0.5);
    labels.keepFree(0.25, 1, 0.25, 0);

    // When
    Label across = labels.place("name", 0.5, 0.5, RADIUS);
    Label up = labels.place("name", 0.24, 0.25, RADIUS);

    // Then
    assertThat(across).isEqualTo(new Label("name", "0", "-8", "middle"));
    assertThat(up).isEqualTo(new Label("name", "-8", "5", "end"));
  }

  @Test
  void aCrowdIsFullSoThatNoNameIsHeldAgainstAllOfIt() {
    // When: none of these points touches a name, and each name's place begins among them
    Label besideAFew = crowd(20).place("name", 0.35, 0.5, 1);
    Label besideMany = crowd(1000).place("name", 0.35, 0.5, 1);
    Label elsewhere = crowd(1000).place("name", 0.7, 0.5, 1);

    // Then
    assertThat(besideAFew).isNotNull();
    assertThat(besideMany).isNull();
    assertThat(elsewhere).isNotNull();
  }

  private static PageLabels crowd(int points) {
    PageLabels labels = new PageLabels();
    for (int i = 0; i < points; i++) {
      labels.keepFree(0.35, 0.5, i / 1000.0);
    }
    return labels;
  }
}
