package org.sluice.engine.data;

import java.util.Arrays;
import java.util.BitSet;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

/**
 * The order of a shard's windows in one epoch: a function of (seed, epoch, shard) and of how many
 * windows each segment has. Where all windows are one block, any may come anywhere. Otherwise the
 * segments are shuffled, the windows numbered anew in that order and cut into blocks, and each
 * block is shuffled for itself: its windows come from a few segments, which are all that has to be
 * at hand meanwhile. Immutable.
 */
public final class WindowOrder {
  private final long block;
  private final long count;
  private final Draws draws;
  private final int[] segments; // in the order of the epoch
  private final long[] places; // where the windows of each of these begin
  private final long[] first; // number of each segment's first window, in the shard's own order

  /**
   * @param windows of each segment that has one, in the shard's own order
   */
  public WindowOrder(long[] windows, ShuffleSpec spec, long epoch, int shard) {
    draws = Draws.of(spec.seed(), Purpose.SHUFFLE).at(epoch).at(shard);
    count = Arrays.stream(windows).sum();
    block = spec.block();
    segments = new int[windows.length];
    places = new long[windows.length];
    first = new long[windows.length];
    boolean whole = block >= count;
    Permutation order = new Permutation(windows.length, draws.at(0));
    long place = 0;
    long number = 0;
    for (int s = 0; s < windows.length; s++) {
      segments[s] = whole ? s : (int) order.at(s);
      places[s] = place;
      place += windows[segments[s]];
      first[s] = number;
      number += windows[s];
    }
  }

  /** Number, in the order of (segment, start), of the window at {@code place}. */
  long window(long place) {
    if (block >= count) {
      return new Permutation(count, draws).at(place);
    }
    long b = place / block;
    long begin = b * block;
    Permutation inBlock = new Permutation(Math.min(block, count - begin), draws.at(1 + b));
    long shuffled = begin + inBlock.at(place - begin);
    int s = segmentAt(shuffled);
    return first[segments[s]] + shuffled - places[s];
  }

  /**
   * The segments, in the shard's own order, that windows at the places [from, to) may come from.
   */
  public BitSet segments(long from, long to) {
    BitSet result = new BitSet(segments.length);
    if (from >= Math.min(to, count)) {
      return result;
    }
    if (block >= count) {
      result.set(0, segments.length);
      return result;
    }
    int last = segmentAt(Math.min(count, ((to - 1) / block + 1) * block) - 1);
    for (int s = segmentAt(from / block * block); s <= last; s++) {
      result.set(segments[s]);
    }
    return result;
  }

  /** Where, in the order of the epoch, the segment stands whose windows are about {@code place}. */
  private int segmentAt(long place) {
    int found = Arrays.binarySearch(places, place);
    return found >= 0 ? found : -found - 2;
  }
}
