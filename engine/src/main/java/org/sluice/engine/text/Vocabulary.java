package org.sluice.engine.text;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;

/**
 * The tokens a model knows, numbered: {@link #UNKNOWN} stands for every other one, {@link #END} for
 * the end of a document. Neither can be a token of a text: none has a letter between angle
 * brackets. Immutable.
 */
public final class Vocabulary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Number of whatever the vocabulary lacks. */
  public static final int UNKNOWN = 0;

  /** Number of the end of a document. */
  public static final int END = 1;

  /** What the first numbers stand for. */
  public static final List<String> SPECIALS = List.of("<unknown>", "<end>");

  /** The most tokens that there can be: a token's number must be exact in a float. */
  public static final int MOST = 1 << 24;

  private final List<String> tokens;
  private final transient HashMap<String, Integer> numbers = new HashMap<>();

  /**
   * @param tokens by their number, {@link #SPECIALS} first
   */
  public Vocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    Require.that(
        tokens.size() >= SPECIALS.size() && tokens.subList(0, SPECIALS.size()).equals(SPECIALS),
        "a vocabulary must begin with %s",
        SPECIALS);
    Require.between("tokens of the vocabulary", tokens.size(), SPECIALS.size(), MOST);
    for (int number = 0; number < tokens.size(); number++) {
      Require.that(
          numbers.put(tokens.get(number), number) == null,
          "the vocabulary has the token %s twice",
          tokens.get(number));
    }
  }

  /** The specials and behind them {@code tokens}. */
  public static Vocabulary of(List<String> tokens) {
    return new Vocabulary(Stream.concat(SPECIALS.stream(), tokens.stream()).toList());
  }

  /** All tokens by their number. */
  public List<String> tokens() {
    return tokens;
  }

  /** V. */
  public int size() {
    return tokens.size();
  }

  /** The token's number, {@link #UNKNOWN} where it has none. */
  public int number(String token) {
    return numbers.getOrDefault(token, UNKNOWN);
  }

  public String token(int number) {
    return tokens.get(number);
  }

  private Object readResolve() {
    return new Vocabulary(tokens); // the numbers do not travel
  }
}
