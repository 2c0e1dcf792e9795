package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class WindowSpecTest {
  @Property
  void asManyWindowsAreCountedAsFit(
      @ForAll @IntRange(min = 1, max = 20) int steps,
      @ForAll @IntRange(min = 1, max = 25) int stride,
      @ForAll @IntRange(min = 1, max = 10) int horizon,
      @ForAll @IntRange(max = 200) int rows) {
    int windows = 0;
    for (int start = 0; start + steps + horizon <= rows; start += stride) {
      windows++;
    }
    assertThat(new WindowSpec(steps, stride, horizon).count(rows)).isEqualTo(windows);
  }

  @Test
  void settingsThatAreTooSmallAreRefusedByName() {
    assertThatThrownBy(() -> new WindowSpec(0, 1, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.window must be at least 1, got 0");
    assertThatThrownBy(() -> new WindowSpec(1, 0, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.stride must be at least 1, got 0");
    assertThatThrownBy(() -> new WindowSpec(1, 1, -1))
        .isInstanceOf(SluiceException.class)
        .hasMessage("model.horizon must be at least 0, got -1");
  }
}
