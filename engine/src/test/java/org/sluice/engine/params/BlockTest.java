package org.sluice.engine.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class BlockTest {
  @Property(tries = 100)
  void everyElementHasAPlaceOfItsOwnInsideTheBlock(
      @ForAll @IntRange(min = 1, max = 4) int gates,
      @ForAll @IntRange(min = 1, max = 70) int units,
      @ForAll @IntRange(min = 1, max = 9) int depth,
      @ForAll @IntRange(min = 1, max = 20) int panelUnits,
      @ForAll @IntRange(max = 100) int offset) {
    Block block = new Block("w", gates, units, depth, panelUnits, false, offset);
    BitSet places = new BitSet();
    for (int g = 0; g < gates; g++) {
      for (int u = 0; u < units; u++) {
        for (int k = 0; k < depth; k++) {
          places.set(block.index(g, u, k));
        }
      }
    }
    assertThat(places.cardinality()).isEqualTo(block.elements());
    assertThat(places.nextSetBit(0)).isEqualTo(offset);
    assertThat(places.length()).isLessThanOrEqualTo(offset + block.size());
  }

  @Property(tries = 100)
  void valuesComeBackAsWrittenAndPaddingStaysZero(
      @ForAll @IntRange(min = 1, max = 4) int gates,
      @ForAll @IntRange(min = 1, max = 70) int units,
      @ForAll @IntRange(min = 1, max = 9) int depth) {
    Block block = new Block("w", gates, units, depth, 16, false, 5);
    float[] values = new float[block.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 1;
    }
    float[] theta = new float[5 + block.size()];
    block.write(values, theta);
    assertThat(block.read(theta)).isEqualTo(values);
    int written = 0;
    for (float value : theta) {
      written += value != 0 ? 1 : 0;
    }
    assertThat(written).isEqualTo(values.length);
  }

  @Test
  void aRowOfAPanelHoldsEveryGateOfItsUnits() {
    Block block = new Block("w", 4, 20, 3, 16, false, 100);
    assertThat(block.shape()).containsExactly(80, 3);
    assertThat(block.panels()).isEqualTo(2);
    assertThat(block.width()).isEqualTo(64);
    assertThat(block.size()).isEqualTo(2 * 3 * 64);
    assertThat(block.index(2, 17, 1)).isEqualTo(100 + (3 + 1) * 64 + 2 * 16 + 1);
  }

  @Test
  void aVectorHasOneDimensionInFiles() {
    assertThat(new Block("b", 4, 20, 1, 16, true, 0).shape()).containsExactly(80);
  }

  @Test
  void aWrongNumberOfValuesIsRefused() {
    Block block = new Block("w", 1, 2, 3, 16, false, 0);
    assertThatThrownBy(() -> block.write(new float[5], new float[block.size()]))
        .isInstanceOf(SluiceException.class)
        .hasMessage("w has 6 elements, got 5");
  }

  @Test
  void aBlockTooLargeForAnArrayIsRefused() {
    assertThatThrownBy(() -> new Block("w", 4, 65536, 65536, 16, false, 0))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("w: a network can have at most 2147483639 parameters");
    assertThatThrownBy(() -> new Block("w", 4, Integer.MAX_VALUE, 1, 16, true, 0))
        .isInstanceOf(SluiceException.class);
  }
}
