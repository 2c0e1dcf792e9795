package org.sluice.engine.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sluice.engine.base.Require;

/**
 * Byte-pair encoding (Sennrich et al. 2016) over bytes: a piece of a text is its bytes, of which
 * neighbours are joined as long as two of them make a token of the vocabulary, that of the lowest
 * number first. Every byte is a token, so nothing is unknown and nothing is lost.
 */
final class BytePairs implements Tokeniser {
  private static final long serialVersionUID = 1L;

  private static final int REMEMBERED = 1 << 17; // pieces

  private final Tokenisation pieces;
  private final List<String> tokens; // as they are written: bytes first

  // made where it is used
  private transient PairTable joins;
  private transient Map<String, int[]> known;
  private transient int[] codePoints; // of each token

  /**
   * @param vocabulary that {@link BytePairLearner} made
   */
  BytePairs(Tokenisation pieces, Vocabulary vocabulary) {
    this.pieces = pieces;
    this.tokens = new ArrayList<>(vocabulary.tokens());
    tokens.subList(0, Vocabulary.SPECIALS.size()).clear();
    Require.that(
        tokens.size() >= TokenBytes.SINGLE.size()
            && tokens.subList(0, TokenBytes.SINGLE.size()).equals(TokenBytes.SINGLE),
        "a vocabulary of byte pairs must hold all single bytes, in order, behind %s",
        Vocabulary.SPECIALS);
  }

  @Override
  public int cut(String text, TokenSink sink) {
    if (joins == null) {
      make();
    }
    return pieces.cut(
        text,
        (piece, characters) -> {
          for (int token : known(piece)) {
            sink.token(tokens.get(token), codePoints[token]);
          }
        });
  }

  private void make() {
    known = new HashMap<>();
    List<String> bytes = tokens.stream().map(TokenBytes::read).toList();
    joins = new PairTable(bytes.stream().mapToInt(token -> token.length() - 1).sum());
    codePoints = bytes.stream().mapToInt(TokenBytes::codePoints).toArray();
    Map<String, Integer> numbers = new HashMap<>();
    for (int token = 0; token < bytes.size(); token++) {
      numbers.put(bytes.get(token), token);
    }
    for (int token = 0; token < bytes.size(); token++) {
      String whole = bytes.get(token);
      for (int at = 1; at < whole.length(); at++) {
        Integer left = numbers.get(whole.substring(0, at));
        Integer right = numbers.get(whole.substring(at));
        if (left != null && right != null) {
          joins.put(left, right, token);
        }
      }
    }
  }

  private int[] known(String piece) {
    int[] found = known.get(piece);
    if (found == null) {
      found = tokens(piece);
      if (known.size() == REMEMBERED) {
        known.clear();
      }
      known.put(piece, found);
    }
    return found;
  }

  private int[] tokens(String piece) {
    int[] symbols = TokenBytes.ofText(piece).chars().toArray();
    int length = join(symbols, symbols.length, joins);
    return Arrays.copyOf(symbols, length);
  }

  /** The text of tokens as they are written. */
  static String join(List<String> tokens) {
    StringBuilder bytes = new StringBuilder();
    tokens.forEach(token -> bytes.append(TokenBytes.read(token)));
    return TokenBytes.text(bytes.toString());
  }

  /** No token. */
  static final int NONE = Integer.MAX_VALUE;

  /** Which token two neighbours make. */
  interface Joins {
    /** The token's number, or {@link #NONE}. */
    int of(int left, int right);
  }

  /**
   * Joins neighbours among the first {@code length} symbols, in place, until no two of them make a
   * token: always those that make the token of the lowest number, from the left.
   *
   * @return how many symbols are left
   */
  static int join(int[] symbols, int length, Joins joins) {
    int left = length;
    for (int next = lowest(symbols, left, joins); next != NONE; ) {
      left = joinAll(symbols, left, joins, next);
      next = lowest(symbols, left, joins);
    }
    return left;
  }

  private static int lowest(int[] symbols, int length, Joins joins) {
    int lowest = NONE;
    for (int i = 0; i + 1 < length; i++) {
      lowest = Math.min(lowest, joins.of(symbols[i], symbols[i + 1]));
    }
    return lowest;
  }

  private static int joinAll(int[] symbols, int length, Joins joins, int token) {
    int to = 0;
    for (int from = 0; from < length; to++) {
      boolean joined = from + 1 < length && joins.of(symbols[from], symbols[from + 1]) == token;
      symbols[to] = joined ? token : symbols[from];
      from += joined ? 2 : 1;
    }
    return to;
  }

  /** A key for two neighbours; spread, as a {@link Long} hashes to the sum of its halves' bits. */
  static long pair(int left, int right) {
    return ((long) left << 32 | right) * 0x9E3779B97F4A7C15L; // odd, so that keys stay different
  }
}
