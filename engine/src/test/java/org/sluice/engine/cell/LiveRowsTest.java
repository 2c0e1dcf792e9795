package org.sluice.engine.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LiveRowsTest {
  private static final int[] LENGTHS = {2, 0, 9, 1};

  @Test
  void rowsFollowOneAnotherStepAfterStepInTheOrderOfTheBatch() {
    LiveRows live = LiveRows.of(LENGTHS, 3);
    assertThat(live.isFull()).isFalse();
    assertThat(live.count()).isEqualTo(6);
    int[] places = {0, 2, 3, 4, 6, 10};
    int[] counts = {3, 2, 1};
    int row = 0;
    for (int t = 0; t < 3; t++) {
      assertThat(live.start(t)).isEqualTo(row);
      assertThat(live.count(t)).isEqualTo(counts[t]);
      for (int end = row + counts[t]; row < end; row++) {
        assertThat(live.place(row)).isEqualTo(places[row]);
        assertThat(live.batchRow(row)).isEqualTo(places[row] % 4);
        assertThat(live.index(t, places[row] % 4)).isEqualTo(row);
      }
    }
    assertThat(live.index(0, 1)).isNegative();
    assertThat(live.index(1, 3)).isNegative();
  }

  @Test
  void aRowsLastStepIsItsOwnUnlessThatOfTheWindowComesFirst() {
    LiveRows live = LiveRows.of(LENGTHS, 3);
    assertThat(live.last(3, 0)).isEqualTo(3);
    assertThat(live.last(1, 0)).isEqualTo(0);
    assertThat(live.last(3, 1)).isNegative();
    assertThat(live.last(3, 2)).isEqualTo(5);
    assertThat(live.length(2)).isEqualTo(3);
  }

  @Test
  void laterStepsOfAWindowAreAWindow() {
    LiveRows live = new LiveRows(2, 4);
    live.set(LENGTHS, 1);
    assertThat(live.count(0)).isEqualTo(2);
    assertThat(live.count(1)).isEqualTo(1);
    assertThat(live.place(0)).isZero();
    assertThat(live.place(2)).isEqualTo(6);
  }

  @Test
  void withoutPaddingEachRowStandsAtItsPlaceWhateverWasThereBefore() {
    LiveRows live = LiveRows.of(LENGTHS, 2);
    live.set(new int[] {2, 2, 3, 2}, 0);
    assertThat(live.isFull()).isTrue();
    for (int place = 0; place < 8; place++) {
      assertThat(live.place(place)).isEqualTo(place);
      assertThat(live.index(place / 4, place % 4)).isEqualTo(place);
    }
  }
}
