package org.sluice.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Learns which neighbours {@link BytePairs} joins: time and again those that stand side by side
 * most often become a token, of several pairs that do so equally often the one whose text comes
 * first by its code points. Counts change only where a token was made, so that a token costs as
 * much as there are pieces with it. Needs some hundred bytes of memory for each piece.
 */
public final class BytePairLearner {
  /** The fewest tokens that a vocabulary of byte pairs has: the specials and all bytes. */
  public static final int FEWEST = Vocabulary.SPECIALS.size() + 256;

  /** What two neighbours make. */
  private static final class Candidate {
    final String bytes;
    long count;
    int token = BytePairs.NONE;
    int[] pieces = new int[2]; // that have it or once had it
    int size;

    Candidate(String bytes) {
      this.bytes = bytes;
    }

    void add(int piece) {
      if (size > 0 && pieces[size - 1] == piece) {
        return;
      }
      if (size == pieces.length) {
        pieces = Arrays.copyOf(pieces, 2 * size);
      }
      pieces[size++] = piece;
    }
  }

  /** A candidate with the count it once had. */
  private record Standing(long count, Candidate candidate) {
    static final Comparator<Standing> ORDER =
        Comparator.comparingLong(Standing::count)
            .reversed()
            .thenComparing(standing -> standing.candidate.bytes);
  }

  private final int[][] pieces; // the symbols of each
  private final long[] counts;
  private final long minimum;
  private final List<String> tokens = new ArrayList<>(); // bytes of each
  private final Map<String, Candidate> candidates = new HashMap<>(); // by their bytes
  private final Map<Long, Candidate> pairs = new HashMap<>();
  private final PriorityQueue<Standing> queue = new PriorityQueue<>(Standing.ORDER);
  private final Map<Candidate, Long> changed = new HashMap<>(); // to the count before

  /**
   * @param pieces of texts, as {@link Tokenisation#cut} makes them for byte pairs
   * @param counts how often each occurs
   * @param minimum how often two neighbours must occur to become a token
   */
  public BytePairLearner(List<String> pieces, long[] counts, long minimum) {
    this.counts = counts.clone();
    this.minimum = minimum;
    IntStream.range(0, 256).forEach(b -> tokens.add(Character.toString(b)));
    this.pieces =
        pieces.stream().map(p -> TokenBytes.ofText(p).chars().toArray()).toArray(int[][]::new);
  }

  /** At most {@code size} tokens, specials and bytes among them; fewer where nothing is left. */
  public Vocabulary learn(int size) {
    for (int piece = 0; piece < pieces.length; piece++) {
      count(piece, 0, pieces[piece].length, 1);
    }
    queueChanged();
    while (tokens.size() + Vocabulary.SPECIALS.size() < size && !queue.isEmpty()) {
      consider(queue.remove());
    }
    return Vocabulary.of(tokens.stream().map(TokenBytes::written).toList());
  }

  private void consider(Standing standing) {
    Candidate candidate = standing.candidate;
    if (candidate.token != BytePairs.NONE || standing.count < candidate.count) {
      return; // a token already, or further up in the queue too
    }
    if (standing.count > candidate.count) {
      enqueue(candidate);
      return;
    }
    candidate.token = tokens.size();
    tokens.add(candidate.bytes);
    for (int i = 0; i < candidate.size; i++) {
      rewrite(candidate.pieces[i]);
    }
    queueChanged();
  }

  private void rewrite(int piece) {
    int[] old = pieces[piece];
    int[] symbols = old.clone();
    int length =
        BytePairs.join(symbols, symbols.length, (left, right) -> candidate(left, right).token);
    if (length == old.length) {
      return;
    }
    int[] now = Arrays.copyOf(symbols, length);
    int same = Arrays.mismatch(old, now);
    int behind = 0; // symbols at the end that stay as they are
    while (behind < length - same && old[old.length - 1 - behind] == now[length - 1 - behind]) {
      behind++;
    }
    int from = Math.max(0, same - 1);
    count(piece, from, Math.min(old.length, old.length - behind + 1), -1);
    pieces[piece] = now;
    count(piece, from, Math.min(length, length - behind + 1), 1);
  }

  /** Counts the neighbours among symbols [from, to) of a piece. */
  private void count(int piece, int from, int to, int sign) {
    int[] symbols = pieces[piece];
    for (int i = from; i + 1 < to; i++) {
      Candidate candidate = candidate(symbols[i], symbols[i + 1]);
      changed.putIfAbsent(candidate, candidate.count);
      candidate.count += sign * counts[piece];
      if (sign > 0) {
        candidate.add(piece);
      }
    }
  }

  private Candidate candidate(int left, int right) {
    Candidate found = pairs.get(BytePairs.pair(left, right));
    if (found == null) {
      found = candidates.computeIfAbsent(tokens.get(left) + tokens.get(right), Candidate::new);
      pairs.put(BytePairs.pair(left, right), found);
    }
    return found;
  }

  /** A count that fell is put right when its turn comes. */
  private void queueChanged() {
    changed.forEach(
        (candidate, before) -> {
          if (candidate.count > before) {
            enqueue(candidate);
          }
        });
    changed.clear();
  }

  private void enqueue(Candidate candidate) {
    if (candidate.count >= minimum && candidate.count > 0) {
      queue.add(new Standing(candidate.count, candidate));
    }
  }
}
