package org.sluice.engine.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequireTest {
  private enum Kind {
    PLAIN,
    BLOCK_MOMENTUM
  }

  @Test
  void messagesNameSettingExpectationAndValue() {
    assertThatThrownBy(() -> Require.atLeast("training.lanes", 0, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.lanes must be at least 1, got 0");
    assertThatThrownBy(() -> Require.between("training.stride", 32, 1, 20))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.stride must be between 1 and 20, got 32");
  }

  @Test
  void boundsAreInclusiveExceptAbove() {
    assertThat(Require.atLeast("n", 1, 1)).isEqualTo(1);
    assertThat(Require.between("n", 1, 1, 3)).isEqualTo(1);
    assertThat(Require.between("n", 3, 1, 3)).isEqualTo(3);
    assertThat(Require.between("x", 0.5, 0.0, 0.5)).isEqualTo(0.5);
    assertThatThrownBy(() -> Require.above("x", 0, 0)).isInstanceOf(SluiceException.class);
  }

  @Test
  void whatIsNotANumberIsRefused() {
    assertThatThrownBy(() -> Require.above("x", Double.NaN, 0)).isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> Require.above("x", Double.POSITIVE_INFINITY, 0))
        .isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> Require.between("x", Double.NaN, 0.0, 1.0))
        .isInstanceOf(SluiceException.class);
  }

  @Test
  void blankTextIsRefused() {
    assertThat(Require.notBlank("name", "pumps")).isEqualTo("pumps");
    assertThatThrownBy(() -> Require.notBlank("name", " ")).isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> Require.notBlank("name", null)).isInstanceOf(SluiceException.class);
  }

  @Test
  void constantsAreFoundAsJobFilesWriteThem() {
    assertThat(Require.oneOf("kind", "block-momentum", Kind.class)).isEqualTo(Kind.BLOCK_MOMENTUM);
    assertThatThrownBy(() -> Require.oneOf("kind", "BLOCK_MOMENTUM", Kind.class))
        .isInstanceOf(SluiceException.class)
        .hasMessage("kind must be one of plain, block-momentum, got BLOCK_MOMENTUM");
  }
}
