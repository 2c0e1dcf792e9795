package org.sluice.engine.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;

class LossTest {
  /** A loss with rows of outputs and targets, some of them left out. */
  record Case(Loss loss, int outputs, int rows, boolean gaps) {
    static final float BOUND = 3;

    private static Draws draws(int stream) {
      return Draws.of(5, Purpose.SAMPLE).at(stream);
    }

    float[] y() {
      return uniform(draws(0), rows * outputs);
    }

    float[] target() {
      float[] target = uniform(draws(1), rows * loss.targets(outputs));
      for (int i = 0; i < target.length; i++) {
        if (loss instanceof CrossEntropy) {
          target[i] = Math.floorMod(draws(1).bits(i), outputs);
        } else if (loss instanceof BinaryCrossEntropy) {
          target[i] = i % 3 == 0 ? 0.25f : i % 2;
        }
      }
      return target;
    }

    float[] weight() {
      float[] weight = new float[rows * loss.targets(outputs)];
      for (int i = 0; i < weight.length; i++) {
        boolean gap = gaps && draws(2).uniform(i) < 0.4f;
        weight[i] = gap ? 0 : 0.5f + draws(3).uniform(i);
      }
      return weight;
    }

    private static float[] uniform(Draws draws, int length) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = draws.uniform(i, BOUND);
      }
      return values;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean gaps : new boolean[] {false, true}) {
      for (Loss loss :
          List.of(
              new SquaredError(),
              new AbsoluteError(),
              new Huber(0.7),
              new BinaryCrossEntropy(),
              new QuantileLoss(List.of(0.3)))) {
        cases.add(new Case(loss, 1, 1, false));
        cases.add(new Case(loss, 4, 9, gaps));
      }
      cases.add(new Case(new QuantileLoss(List.of(0.1, 0.5, 0.9)), 6, 9, gaps));
      for (int classes : new int[] {1, 2, 3, 15, 16, 17, 65, 130}) {
        cases.add(new Case(new CrossEntropy(0), classes, 7, gaps));
        cases.add(new Case(new CrossEntropy(0.1), classes, 7, gaps));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theGradientIsThatOfCentralDifferencesInDouble(Case it) {
    DoubleLoss reference = new DoubleLoss(it.loss, it.outputs);
    float[] dy = new float[it.rows * it.outputs];
    it.loss.forward(it.outputs, it.y(), it.target(), it.weight(), dy);
    double[] y = widened(it.y());
    double h = 1e-5;
    for (int i = 0; i < y.length; i++) {
      double at = y[i];
      y[i] = at + h;
      double above = reference.mean(y, it.target(), it.weight());
      y[i] = at - h;
      double below = reference.mean(y, it.target(), it.weight());
      y[i] = at;
      double numeric = (above - below) / (2 * h);
      double size = Math.max(1e-3, Math.max(Math.abs(dy[i]), Math.abs(numeric)));
      assertThat(Math.abs(dy[i] - numeric) / size).as("output %d", i).isLessThanOrEqualTo(1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSumIsThatOfTheDefinition(Case it) {
    float[] weight = it.weight();
    double weights = 0;
    for (float w : weight) {
      weights += w;
    }
    double mean = new DoubleLoss(it.loss, it.outputs).mean(widened(it.y()), it.target(), weight);
    double sum = it.loss.forward(it.outputs, it.y(), it.target(), weight, new float[it.y().length]);
    assertThat(sum).isCloseTo(mean * weights, within(1e-6 * (1 + Math.abs(mean * weights))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatHasNoWeightDoesNotMatter(Case it) {
    float[] y = it.y();
    float[] target = it.target();
    float[] weight = it.weight();
    float[] dy = new float[y.length];
    double sum = it.loss.forward(it.outputs, y, target, weight, dy);
    int wide = y.length / target.length;
    for (int i = 0; i < target.length; i++) {
      if (weight[i] == 0) {
        target[i] = Float.NaN;
        Arrays.fill(y, i * wide, (i + 1) * wide, i % 2 == 0 ? Float.NaN : 1e30f);
      }
    }
    float[] again = new float[y.length];
    Arrays.fill(again, 7);
    assertThat(it.loss.forward(it.outputs, y, target, weight, again)).isEqualTo(sum);
    assertThat(again).isEqualTo(dy);
    for (int i = 0; i < y.length; i++) {
      assertThat(weight[i / wide] != 0 || dy[i] == 0).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void withoutAnyWeightLossAndGradientAreZero(Case it) {
    float[] dy = it.y();
    float[] none = new float[it.weight().length];
    assertThat(it.loss.forward(it.outputs, it.y(), it.target(), none, dy)).isZero();
    assertThat(dy).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anOutputThatIsNotANumberShowsInTheLoss(Case it) {
    float[] y = it.y();
    float[] weight = it.weight();
    Arrays.fill(weight, 1);
    y[y.length - 1] = Float.NaN;
    assertThat(it.loss.forward(it.outputs, y, it.target(), weight, new float[y.length])).isNaN();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightsOfTwiceTheSizeDoubleTheSumAndKeepTheGradient(Case it) {
    float[] weight = it.weight();
    float[] dy = new float[it.y().length];
    double sum = it.loss.forward(it.outputs, it.y(), it.target(), weight, dy);
    for (int i = 0; i < weight.length; i++) {
      weight[i] *= 2;
    }
    float[] twice = new float[dy.length];
    assertThat(it.loss.forward(it.outputs, it.y(), it.target(), weight, twice)).isEqualTo(2 * sum);
    assertThat(twice).isEqualTo(dy);
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    float[] dy = new float[2];
    float[] one = {1, 1};
    double binary =
        new BinaryCrossEntropy().forward(1, new float[] {1e4f, -1e4f}, new float[2], one, dy);
    assertThat(binary).isEqualTo(1e4);
    assertThat(dy).containsExactly(0.5f, 0);
    double softmax =
        new CrossEntropy(0)
            .forward(2, new float[] {1e4f, -1e4f}, new float[1], new float[] {1}, dy);
    assertThat(softmax).isZero();
    assertThat(dy).containsExactly(0, 0);
    new CrossEntropy(0).forward(2, new float[] {1e4f, 0}, new float[] {1}, new float[] {1}, dy);
    assertThat(dy).containsExactly(1, -1);
  }

  @Test
  void equalLogitsCostTheLogarithmOfTheClasses() {
    float[] y = new float[1000];
    double loss =
        new CrossEntropy(0.2).forward(1000, y, new float[] {999}, new float[] {1}, new float[1000]);
    assertThat(loss).isCloseTo(StrictMath.log(1000), within(1e-12));
  }

  @Test
  void aTargetThatIsNoClassIsRefused() {
    for (float target : new float[] {-1, 3, 0.5f, Float.NaN}) {
      assertThatThrownBy(
              () ->
                  new CrossEntropy(0)
                      .forward(
                          3, new float[3], new float[] {target}, new float[] {1}, new float[3]))
          .isInstanceOf(SluiceException.class)
          .hasMessageContaining("whole number from 0 to 2");
    }
  }

  @Test
  void arraysThatDoNotBelongTogetherAreRefused() {
    assertThatThrownBy(
            () ->
                new SquaredError()
                    .forward(2, new float[4], new float[3], new float[4], new float[4]))
        .isInstanceOf(SluiceException.class);
    assertThatThrownBy(
            () ->
                new CrossEntropy(0)
                    .forward(3, new float[4], new float[1], new float[1], new float[4]))
        .isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> new QuantileLoss(List.of(0.1, 0.9)).targets(3))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("quantiles");
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> new Huber(0)).hasMessageContaining("training.loss.delta");
    assertThatThrownBy(() -> new CrossEntropy(1)).hasMessageContaining("training.loss.smoothing");
    assertThatThrownBy(() -> new QuantileLoss(List.of(0.5, 1.0)))
        .hasMessageContaining("training.loss.quantiles");
    assertThatThrownBy(() -> new QuantileLoss(List.of()))
        .hasMessageContaining("training.loss.quantiles");
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Test
  void settingsNameTheLosses() {
    List<Double> levels = List.of(0.1, 0.5);
    List<Loss> losses =
        Arrays.stream(LossKind.values())
            .map(kind -> new LossSettings(kind, 2, levels, 0.1).loss())
            .toList();
    assertThat(losses)
        .containsExactly(
            new SquaredError(),
            new AbsoluteError(),
            new Huber(2),
            new QuantileLoss(levels),
            new BinaryCrossEntropy(),
            new CrossEntropy(0.1));
  }

  @Test
  void settingsAreCheckedForTheirKindAlone() {
    assertThat(new LossSettings(LossKind.SQUARED, 0, List.of(), 0).estimatesTargets()).isTrue();
    assertThatThrownBy(() -> new LossSettings(LossKind.HUBER, 0, List.of(), 0))
        .isInstanceOf(SluiceException.class)
        .hasMessage("training.loss.delta must be above 0.0, got 0.0");
  }
}
