package org.sluice.engine.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

class Int8Test {
  private static final int UNITS = 20;
  private static final int DEPTH = 7;

  private final Block block = new Block("w", 4, UNITS, DEPTH, 16, false, 5);
  private final float[] theta = new float[5 + block.size()];

  Int8Test() {
    for (int g = 0, i = 0; g < 4; g++) {
      for (int u = 0; u < UNITS; u++) {
        for (int k = 0; k < DEPTH; k++) {
          float weight = Draws.of(3, Purpose.SAMPLE).uniform(i++, 0.1f * (u + 1));
          theta[block.index(g, u, k)] = u == 3 ? 0 : weight;
        }
      }
    }
  }

  @Test
  void aWeightIsOffByHalfAStepOfItsOutputAtMost() {
    Int8 rounded = Int8.of(block, theta);
    for (int g = 0; g < 4; g++) {
      for (int u = 0; u < UNITS; u++) {
        float scale = rounded.scales()[u / 16 * block.width() + g * 16 + u % 16];
        for (int k = 0; k < DEPTH; k++) {
          int at = block.index(g, u, k);
          assertThat(scale * rounded.weights()[at - 5])
              .isCloseTo(theta[at], within(0.5001f * scale));
        }
      }
    }
  }

  @Test
  void theGreatestWeightOfAnOutputIs127AndZerosStayZero() {
    Int8 rounded = Int8.of(block, theta);
    for (int u = 0; u < UNITS; u++) {
      int most = 0;
      for (int k = 0; k < DEPTH; k++) {
        most = Math.max(most, Math.abs(rounded.weights()[block.index(1, u, k) - 5]));
      }
      assertThat(most).isEqualTo(u == 3 ? 0 : 127);
    }
    assertThat(rounded.scales()[2 * 64 - 1]).isZero(); // padding
  }

  @Test
  void aRoundedLayoutKeepsTheVectorsInItsFlatArray() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.vector("a", 1, 3, 16);
    builder.matrix("m", 1, 3, 2, 16);
    builder.vector("b", 1, 2, 16);
    ParameterLayout floats = builder.build();
    float[] values = new float[floats.size()];
    values[floats.block("m").index(0, 2, 1)] = -2;
    values[floats.block("b").index(0, 1, 0)] = 5;

    ParameterLayout.Builder rounding = floats.rounded(values);
    rounding.vector("a", 1, 3, 16);
    Block matrix = rounding.matrix("m", 1, 3, 2, 16);
    rounding.vector("b", 1, 2, 16);
    ParameterLayout rounded = rounding.build();

    assertThat(rounded.size()).isEqualTo(32);
    float[] vectors = rounded.vectors(floats, values);
    assertThat(vectors[rounded.block("b").index(0, 1, 0)]).isEqualTo(5);
    float[] row = new float[2];
    matrix.copyUnit(vectors, 2, row, 0);
    assertThat(row).containsExactly(0, -2);
  }
}
