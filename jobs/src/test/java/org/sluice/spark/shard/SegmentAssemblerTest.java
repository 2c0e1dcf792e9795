package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Segment;

class SegmentAssemblerTest {
  private static final Scaling SCALING =
      new Scaling(
          new boolean[2],
          new double[] {10, 0},
          new double[] {2, 1},
          new float[] {0, 7},
          new boolean[2]);

  @Test
  void valuesAreScaledAndMissingOnesRepeatTheLastObserved() {
    SegmentAssembler assembler = new SegmentAssembler(3, 100, 4, SCALING);
    assembler.add(102, new float[] {16, 5, 0, 6}, absent(2));
    assembler.add(98, new float[] {1, 1, 1, 1, 0, 0, 12, 0}, absent(4, 5, 7));
    Segment segment = assembler.build();
    assertThat(segment.series()).isEqualTo(3);
    assertThat(segment.start()).isEqualTo(100);
    assertThat(segment.values()).containsExactly(0, 7, 1, 7, 3, 5, 3, 6);
    assertThat(segment.missing()).isEqualTo(absent(0, 1, 3, 6));
  }

  @Test
  void aValueWithoutALogarithmIsMissing() {
    Scaling log =
        new Scaling(
            new boolean[] {true, false},
            new double[2],
            new double[] {1, 1},
            new float[] {5, 5},
            new boolean[2]);
    SegmentAssembler assembler = new SegmentAssembler(0, 0, 2, log);
    assembler.add(0, new float[] {-1, -1, 0, -1}, absent());
    Segment segment = assembler.build();
    assertThat(segment.values()).containsExactly(5, -1, 0, -1);
    assertThat(segment.missing()).isEqualTo(absent(0));
  }

  @Test
  void columnsFilledByTheirMeanForgetTheLastValue() {
    Scaling means =
        new Scaling(
            new boolean[2],
            new double[] {10, 0},
            new double[] {2, 1},
            new float[] {0, 7},
            new boolean[] {true, false});
    SegmentAssembler assembler = new SegmentAssembler(0, 0, 3, means);
    assembler.add(1, new float[] {16, 5}, absent());
    Segment segment = assembler.build(new float[] {9, 9});
    assertThat(segment.values()).containsExactly(0, 9, 3, 5, 0, 5);
    assertThat(segment.missing()).isEqualTo(absent(0, 1, 4, 5));
  }

  @Test
  void rowsOutsideTheSegmentAreLeftOut() {
    SegmentAssembler assembler = new SegmentAssembler(0, 10, 1, SCALING);
    assembler.add(0, new float[] {20, 1}, absent());
    assembler.add(11, new float[] {20, 1}, absent());
    assertThat(assembler.build().values()).containsExactly(0, 7);
  }

  @Test
  void aSegmentThatNobodyBroughtRowsForIsAllMissing() {
    Segment segment = new SegmentAssembler(0, 0, 2, SCALING).build();
    assertThat(segment.missing().cardinality()).isEqualTo(4);
    assertThat(segment.values()).containsExactly(0, 7, 0, 7);
  }

  @Test
  void aSegmentTooLargeForAnArrayNamesTheRemedy() {
    assertThatThrownBy(() -> new SegmentAssembler(0, 0, Integer.MAX_VALUE, SCALING))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.replicas");
  }

  private static BitSet absent(int... cells) {
    BitSet set = new BitSet();
    for (int cell : cells) {
      set.set(cell);
    }
    return set;
  }
}
