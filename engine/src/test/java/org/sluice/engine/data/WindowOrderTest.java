package org.sluice.engine.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.SluiceException;

class WindowOrderTest {
  @Property(tries = 200)
  void everyWindowHasOnePlace(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 40) Integer> windows,
      @ForAll @IntRange(min = 1, max = 100) int block,
      @ForAll long seed) {
    long count = windows.stream().mapToLong(Integer::longValue).sum();
    WindowOrder order = order(windows, new ShuffleSpec(seed, block), 3);
    assertThat(LongStream.range(0, count).map(order::window).sorted().toArray())
        .isEqualTo(LongStream.range(0, count).toArray());
  }

  @Property(tries = 200)
  void theWindowsOfABlockComeFromTheSegmentsThatAreNamed(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 40) Integer> windows,
      @ForAll @IntRange(min = 1, max = 100) int block,
      @ForAll @IntRange(min = 0, max = 200) int from,
      @ForAll @IntRange(min = 0, max = 200) int places) {
    long count = windows.stream().mapToLong(Integer::longValue).sum();
    WindowOrder order = order(windows, new ShuffleSpec(5, block), 1);
    BitSet named = order.segments(from, from + places);
    BitSet found = new BitSet();
    for (long place = from; place < Math.min(count, from + places); place++) {
      found.set(segmentOf(order.window(place), windows));
    }
    BitSet missing = (BitSet) found.clone();
    missing.andNot(named);
    assertThat(missing.isEmpty()).isTrue();
    if (from % block == 0 && places % block == 0) { // then not one is named in vain
      assertThat(named).isEqualTo(found);
    }
  }

  @Test
  void oneBlockOfAllIsOnePermutationOfAll() {
    WindowOrder order = order(List.of(7, 30, 4), ShuffleSpec.whole(9), 2);
    Draws draws = Draws.of(9, Draws.Purpose.SHUFFLE).at(2).at(1);
    Permutation all = new Permutation(41, draws);
    assertThat(LongStream.range(0, 41).map(order::window).toArray())
        .isEqualTo(LongStream.range(0, 41).map(all::at).toArray());
    assertThat(order.segments(3, 4).cardinality()).isEqualTo(3);
  }

  @Test
  void eachEpochShufflesTheSegmentsAndTheBlocksAnew() {
    List<Integer> windows = List.of(50, 50, 50, 50, 50, 50);
    ShuffleSpec spec = new ShuffleSpec(1, 100);
    WindowOrder first = order(windows, spec, 0);
    WindowOrder second = order(windows, spec, 1);
    assertThat(first.segments(0, 100)).isNotEqualTo(second.segments(0, 100));
    assertThat(LongStream.range(0, 100).map(first::window).toArray())
        .isNotEqualTo(LongStream.range(0, 100).map(first::window).sorted().toArray());
  }

  @Test
  void aBlockOfNothingIsRefused() {
    assertThatThrownBy(() -> new ShuffleSpec(1, 0))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("at least 1 window, got 0");
  }

  private static WindowOrder order(List<Integer> windows, ShuffleSpec spec, long epoch) {
    long[] counts = windows.stream().mapToLong(Integer::longValue).toArray();
    return new WindowOrder(counts, spec, epoch, 1);
  }

  private static int segmentOf(long window, List<Integer> windows) {
    int segment = 0;
    for (long end = windows.get(0); end <= window; end += windows.get(segment)) {
      segment++;
    }
    return segment;
  }
}
