package org.sluice.engine.params;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class ParameterLayoutTest {
  @Test
  void blocksLieOneBehindTheOtherInTheOrderAdded() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    Block first = builder.matrix("w", 4, 17, 3, 16);
    Block second = builder.vector("b", 4, 17, 16);
    ParameterLayout layout = builder.build();
    assertThat(layout.blocks()).containsExactly(first, second);
    assertThat(layout.names()).containsExactly("w", "b");
    assertThat(second.offset()).isEqualTo(first.size());
    assertThat(layout.size()).isEqualTo(first.size() + second.size());
    assertThat(layout.elements()).isEqualTo(4 * 17 * 3 + 4 * 17);
  }

  @Test
  void aLayoutDoesNotGrowWithItsBuilder() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.vector("a", 1, 1, 16);
    ParameterLayout layout = builder.build();
    builder.vector("b", 1, 1, 16);
    assertThat(layout.names()).containsExactly("a");
    assertThat(layout.size()).isEqualTo(16);
  }

  @Test
  void twoBlocksOfOneNameAreRefused() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.vector("b", 1, 1, 16);
    assertThatThrownBy(() -> builder.vector("b", 1, 1, 16))
        .isInstanceOf(SluiceException.class)
        .hasMessage("two parameters are called b");
  }

  @Test
  void anUnknownNameIsToldWithTheKnownOnes() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.vector("b", 1, 1, 16);
    assertThatThrownBy(() -> builder.build().block("c"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("no parameter is called c; known are [b]");
  }

  @Test
  void aVectorTooLongForAnArrayIsRefused() {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.matrix("a", 1, 1 << 15, 1 << 15, 16);
    assertThatThrownBy(() -> builder.matrix("b", 1, 1 << 15, 1 << 15, 16))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("b: a network can have at most");
  }
}
