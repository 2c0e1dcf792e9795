package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.Shard.Stretch;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.PreparedDataSet;

class ShardsTest {
  @TempDir Path folder;

  /** Series p0 has rows 0 to 39, p1 rows 10 to 29 with its temperature missing in row 12. */
  private static final HandMadeData DATA =
      new HandMadeData(20, 30, 40).series(0, rows(0, 40)).series(10, withGap(rows(10, 20), 2));

  @Test
  void aTrainingSegmentHoldsItsSeriesRowsInsideTheSpanScaled() {
    List<Shard> shards = windowed(Span.TRAIN, 2, 3).collect();
    assertThat(shards).extracting(Shard::index).containsExactly(0, 1);
    Segment first = shards.get(0).segments().get(0);
    assertThat(first.start()).isZero();
    assertThat(first.rows()).isEqualTo(20);
    assertThat(first.value(13, 0)).isEqualTo(13);
    assertThat(first.value(13, 1)).isEqualTo((26 - 20) / 4f);
    Segment second = shards.get(1).segments().get(0);
    assertThat(second.start()).isEqualTo(10);
    assertThat(second.rows()).isEqualTo(10);
    assertThat(second.observed(2, 1)).isFalse();
    assertThat(second.value(2, 1)).isEqualTo(second.value(1, 1));
  }

  @Test
  void testWindowsTakeTheirContextFromBeforeTheSpan() {
    List<Shard> shards = windowed(Span.TEST, 1, 1).collect();
    Segment only = shards.get(0).segments().get(0);
    assertThat(only.start()).isEqualTo(30 - 4);
    assertThat(only.rows()).isEqualTo(4 + 10);
    assertThat(only.missing().isEmpty()).isTrue();
    assertThat(only.value(0, 0)).isEqualTo(26);
  }

  @Test
  void shardsAreTheSameBytesWhateverTheFiles() {
    assertThat(bytes(windowed(Span.TRAIN, 2, 1))).isEqualTo(bytes(windowed(Span.TRAIN, 2, 7)));
    assertThat(bytes(lanes(1))).isEqualTo(bytes(lanes(7)));
  }

  @Test
  void aShardWithoutAWindowIsEmpty() {
    List<Shard> shards = windowed(Span.TRAIN, 5, 2).collect();
    assertThat(shards).hasSize(5);
    assertThat(shards.get(4).segments()).isEmpty();
  }

  @Test
  void lanesOfAShardRunOverItsSegmentsWithTargetsBehindThem() {
    // steps of the training span: 19 of p0, 9 of p1; four lanes of 7
    List<Shard> shards = lanes(3).collect();
    assertThat(shards.get(0).lanes().get(1).stretches()).containsExactly(new Stretch(0, 7, 7));
    assertThat(shards.get(0).segments().get(0).rows()).isEqualTo(14 + 2);
    assertThat(shards.get(1).lanes().get(0).stretches())
        .containsExactly(new Stretch(0, 0, 5), new Stretch(1, 0, 2));
    assertThat(shards.get(1).segments()).extracting(Segment::rows).containsExactly(6, 10);
  }

  @Test
  void testWindowsReachBackIntoAGapThatNoOtherSpanHolds() {
    HandMadeData apart =
        new HandMadeData(new DataSetInfo.Spans(0, 20, 30, 40, 6)).series(0, rows(0, 40));
    PreparedDataSet data = write(apart, 1);

    Segment test =
        Shards.windowed(data, Span.TEST, scaling(), window(4), 1)
            .collect()
            .get(0)
            .segments()
            .get(0);
    assertThat(test.start()).isEqualTo(26);
    assertThat(test.observed(0, 0)).isTrue();
    assertThat(test.value(0, 0)).isEqualTo(26);

    Segment training =
        Shards.windowed(data, Span.TRAIN, scaling(), window(4), 1)
            .collect()
            .get(0)
            .segments()
            .get(0);
    assertThat(training.rows()).isEqualTo(14);
  }

  @Test
  void aWindowLongerThanEverySeriesIsRefusedByName() {
    assertThatThrownBy(() -> Shards.windowed(write(DATA, 1), Span.TRAIN, scaling(), window(30), 2))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("window longer than every series")
        .hasMessageContaining("training.window (30) and model.horizon (2) need 32 rows")
        .hasMessageContaining("the longest series of the train span (p0) has 20");
  }

  @Test
  void aSpanWithoutAStepIsRefused() {
    HandMadeData single = new HandMadeData(20, 30, 40).series(19, rows(19, 5));
    assertThatThrownBy(() -> Shards.lanes(write(single, 1), Span.TRAIN, scaling(), 2, 1, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("no series has two rows in the train span");
  }

  private JavaRDD<Shard> windowed(Span span, int shards, int files) {
    return Shards.windowed(write(DATA, files), span, scaling(), window(4), shards);
  }

  private JavaRDD<Shard> lanes(int files) {
    return Shards.lanes(write(DATA, files), Span.TRAIN, scaling(), 2, 2, 2);
  }

  private PreparedDataSet write(HandMadeData data, int files) {
    try {
      return data.write(SparkTest.spark(), Files.createTempDirectory(folder, "data"), files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Scalings scaling() {
    return new Scalings(Scaling.of(DATA.info()));
  }

  private static WindowSpec window(int steps) {
    return new WindowSpec(steps, 1, 2);
  }

  /** Row i: load i, temperature 2 i. */
  private static float[][] rows(int first, int count) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = new float[] {first + i, 2 * (first + i)};
    }
    return rows;
  }

  private static float[][] withGap(float[][] rows, int row) {
    rows[row][1] = Float.NaN;
    return rows;
  }

  private static byte[] bytes(JavaRDD<Shard> shards) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(shards.collect().toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
