package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.infer.Stepper;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.shard.Cut;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

/** What is told of each row against a plain loop, one step of one series after the other. */
final class LabelPassTest {
  private static final int WINDOW = 4;
  private static final int FEATURES = 2;
  private static final int CLASSES = 3;
  private static final int LABEL = FEATURES;
  private static final NetworkSpec NETWORK =
      new NetworkSpec(FEATURES, List.of(new LayerSpec(CellKind.LSTM, 5)), CLASSES);
  private static final float[] THETA = Network.of(NETWORK).initialise(3);
  private static final Framing FRAMING =
      new Framing(new WindowSpec(WINDOW, 1, 0), FEATURES, new int[] {LABEL}, false);

  /** More series than go side by side, of one to nine rows, half of them without labels. */
  private static Shard series(int longest) {
    Random random = new Random(1);
    List<Segment> segments = new ArrayList<>();
    for (int s = 0; s < 70; s++) {
      segments.add(segment(s, 1 + random.nextInt(longest), random));
    }
    return new Shard(0, segments, List.of());
  }

  private static Segment segment(int series, int rows, Random random) {
    float[] values = new float[rows * (FEATURES + 1)];
    BitSet missing = new BitSet();
    for (int row = 0; row < rows; row++) {
      int at = row * (FEATURES + 1);
      values[at] = random.nextFloat() - 0.5f;
      values[at + 1] = random.nextFloat() - 0.5f;
      values[at + LABEL] = random.nextInt(CLASSES);
      missing.set(at + LABEL, series % 2 == 0);
    }
    return new Segment(series, 100, FEATURES + 1, values, missing);
  }

  /** A cut for each segment, of whose rows all but {@code lead} are wanted. */
  private static List<Cut> cuts(Shard shard, int lead) {
    return shard.segments().stream()
        .map(
            s -> {
              int before = Math.min(lead, s.rows() - 1);
              return new Cut(0, s.series(), s.start(), s.rows(), before, s.rows() - before);
            })
        .toList();
  }

  /** Logits by {@code segment:row}; a row that is told twice fails. */
  private static TreeMap<String, List<Float>> told(
      Shard shard, List<Cut> cuts, SamplingSpec sampling) {
    TreeMap<String, List<Float>> told = new TreeMap<>();
    new LabelPass(NETWORK, THETA, FRAMING, sampling)
        .each(
            shard,
            cuts,
            (segment, row, logits, at) ->
                assertThat(told.put(segment + ":" + row, list(logits, at))).isNull());
    return told;
  }

  private static List<Float> list(float[] logits, int at) {
    List<Float> list = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      list.add(logits[at + c]);
    }
    return list;
  }

  /** What the network says behind each of {@code rows}, from the zero state. */
  private static List<List<Float>> loop(Segment segment, int[] rows) {
    Stepper stepper = new Stepper(Network.of(NETWORK), THETA);
    Stepper.State state = stepper.newState(1);
    List<List<Float>> outputs = new ArrayList<>();
    float[] y = new float[CLASSES];
    for (int row : rows) {
      float[] x = {segment.value(row, 0), segment.value(row, 1)};
      stepper.step(state, x, y);
      outputs.add(list(y, 0));
    }
    return outputs;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void streamsAreReadStepByStepAndTheLastRowIsRepeatedWhereLabelsAreLate(int delay) {
    Shard shard = series(9);
    TreeMap<String, List<Float>> expected = new TreeMap<>();
    for (int s = 0; s < shard.segments().size(); s++) {
      Segment segment = shard.segments().get(s);
      int last = segment.rows() - 1;
      int[] rows = IntStream.rangeClosed(0, last + delay).map(r -> Math.min(r, last)).toArray();
      List<List<Float>> outputs = loop(segment, rows);
      for (int row = 0; row <= last; row++) {
        expected.put(s + ":" + row, outputs.get(row + delay));
      }
    }
    SamplingSpec sampling = new SamplingSpec(Sampling.STATEFUL, true, delay);
    assertThat(told(shard, cuts(shard, 0), sampling)).isEqualTo(expected);

    SamplingSpec ofSeries = new SamplingSpec(Sampling.STATEFUL, false, delay);
    expected.keySet().removeIf(place -> !isLast(shard, place));
    assertThat(told(shard, cuts(shard, 0), ofSeries)).isEqualTo(expected).hasSize(70);
  }

  private static boolean isLast(Shard shard, String place) {
    String[] parts = place.split(":");
    return shard.segments().get(Integer.parseInt(parts[0])).rows() - 1
        == Integer.parseInt(parts[1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, WINDOW - 1})
  void aRowHasTheWindowThatEndsWithItAndTheFirstRowStandsInForThoseBefore(int lead) {
    Shard shard = series(9);
    TreeMap<String, List<Float>> expected = new TreeMap<>();
    List<Cut> cuts = cuts(shard, lead);
    for (int s = 0; s < cuts.size(); s++) {
      for (int row = cuts.get(s).lead(); row < cuts.get(s).rows(); row++) {
        int end = row;
        int[] rows =
            IntStream.range(0, WINDOW).map(t -> Math.max(0, end - WINDOW + 1 + t)).toArray();
        List<List<Float>> outputs = loop(shard.segments().get(s), rows);
        expected.put(s + ":" + row, outputs.get(WINDOW - 1));
      }
    }
    assertThat(told(shard, cuts, new SamplingSpec(Sampling.WINDOWED, true, 0))).isEqualTo(expected);
  }

  @Test
  void ofASeriesWithOneLabelTheLastWindowIsRead() {
    Shard shard = series(WINDOW);
    List<Cut> cuts =
        shard.segments().stream()
            .map(s -> new Cut(0, s.series(), s.start(), s.rows(), 0, 1))
            .toList();
    TreeMap<String, List<Float>> told =
        told(shard, cuts, new SamplingSpec(Sampling.WINDOWED, false, 0));
    assertThat(told).hasSize(70);
    Segment segment = shard.segments().get(0);
    int last = segment.rows() - 1;
    int[] rows = IntStream.range(0, WINDOW).map(t -> Math.max(0, last - 3 + t)).toArray();
    assertThat(told.get("0:" + last)).isEqualTo(loop(segment, rows).get(WINDOW - 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sequencesAreReadWholeAndEveryStepOrTheLastIsTold(boolean everyStep) {
    Shard shard = series(WINDOW);
    TreeMap<String, List<Float>> expected = new TreeMap<>();
    for (int s = 0; s < shard.segments().size(); s++) {
      Segment segment = shard.segments().get(s);
      List<List<Float>> outputs = loop(segment, IntStream.range(0, segment.rows()).toArray());
      for (int row = everyStep ? 0 : segment.rows() - 1; row < segment.rows(); row++) {
        expected.put(s + ":" + row, outputs.get(row));
      }
    }
    assertThat(told(shard, cuts(shard, 0), new SamplingSpec(Sampling.SEQUENCES, everyStep, 0)))
        .isEqualTo(expected);
  }

  @Test
  void aShardWithoutSegmentsTellsNothing() {
    Shard empty = new Shard(0, List.of(), List.of());
    Arrays.stream(Sampling.values())
        .map(kind -> new SamplingSpec(kind, true, 0))
        .forEach(sampling -> assertThat(told(empty, List.of(), sampling)).isEmpty());
  }
}
