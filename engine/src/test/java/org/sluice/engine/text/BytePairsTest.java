package org.sluice.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

final class BytePairsTest {
  private static final Tokenisation BPE = new Tokenisation(Tokens.BPE, Normalisation.NONE, false);
  private static final String TEXT =
      "low low low lower lowest newer newer wider \u732b\u306e\u732b\u306e don't x1 x1";

  private static Vocabulary learn(String text, int size) {
    Map<String, Long> pieces = pieces(text);
    return new BytePairLearner(
            List.copyOf(pieces.keySet()),
            pieces.values().stream().mapToLong(Long::longValue).toArray(),
            1)
        .learn(size);
  }

  private static Map<String, Long> pieces(String text) {
    Map<String, Long> pieces = new TreeMap<>();
    BPE.cut(text, (piece, characters) -> pieces.merge(piece, 1L, Long::sum));
    return pieces;
  }

  private static List<String> cut(Tokeniser tokeniser, String text) {
    List<String> tokens = new ArrayList<>();
    tokeniser.cut(text, (token, characters) -> tokens.add(token));
    return tokens;
  }

  /** Any text without half surrogate pairs, with enough of a few letters for pairs to recur. */
  @Provide
  Arbitrary<String> wellFormed() {
    Arbitrary<Integer> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    Arbitrary<Integer> few = Arbitraries.of((int) 'a', (int) 'b', (int) ' ', 0x306E, (int) '\'');
    return Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(4, few))
        .list()
        .ofMaxSize(120)
        .map(
            codePoints -> {
              StringBuilder text = new StringBuilder();
              codePoints.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Property(tries = 300)
  void nothingIsLostWhateverTheyWereLearntOf(
      @ForAll("wellFormed") String learnt, @ForAll("wellFormed") String text) {
    Vocabulary vocabulary = learn(learnt, 400);
    int[] counted = {0};
    List<String> tokens = new ArrayList<>();
    BPE.with(vocabulary)
        .cut(
            text,
            (token, characters) -> {
              tokens.add(token);
              counted[0] += characters;
            });

    assertThat(BPE.join(tokens)).isEqualTo(text);
    assertThat(counted[0]).isEqualTo(text.codePointCount(0, text.length()));
    assertThat(tokens).allMatch(token -> vocabulary.number(token) != Vocabulary.UNKNOWN);
  }

  @Property
  void piecesAreTheText(@ForAll("wellFormed") String text) {
    assertThat(String.join("", cut(BPE, text))).isEqualTo(text);
  }

  @Property(tries = 100)
  void countsKeptUpToDateAreThoseOfCountingAnew(@ForAll("wellFormed") String text) {
    assertThat(learn(text, 290).tokens()).isEqualTo(learnSlowly(text, 290).tokens());
  }

  /** The definition: all pieces are cut anew for each token, all neighbours counted anew. */
  private static Vocabulary learnSlowly(String text, int size) {
    List<String> tokens = new ArrayList<>(TokenBytes.SINGLE);
    Map<String, Long> pieces = pieces(text);
    while (tokens.size() + Vocabulary.SPECIALS.size() < size) {
      Map<String, Long> joined = new HashMap<>();
      Tokeniser tokeniser = BPE.with(Vocabulary.of(tokens));
      pieces.forEach(
          (piece, count) -> {
            List<String> own = cut(tokeniser, piece);
            for (int i = 0; i + 1 < own.size(); i++) {
              String bytes = TokenBytes.read(own.get(i)) + TokenBytes.read(own.get(i + 1));
              joined.merge(bytes, count, Long::sum);
            }
          });
      if (joined.isEmpty()) {
        break;
      }
      tokens.add(
          TokenBytes.written(
              joined.entrySet().stream()
                  .max(
                      Map.Entry.<String, Long>comparingByValue()
                          .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                  .orElseThrow()
                  .getKey()));
    }
    return Vocabulary.of(tokens);
  }

  @Test
  void whatStandsSideBySideMostOftenIsJoinedFirst() {
    Vocabulary vocabulary = learn(TEXT, BytePairLearner.FEWEST + 6);

    // " l", "lo" and "ow" occur five times, four with a blank before; by code points "lo" is first
    assertThat(vocabulary.tokens().subList(BytePairLearner.FEWEST, vocabulary.size()))
        .startsWith("lo", "low");
    assertThat(cut(BPE.with(vocabulary), "lower")).startsWith("low");
  }

  @Test
  void bytesThatAreNoTextAreWrittenInDigits() {
    Vocabulary none = Vocabulary.of(TokenBytes.SINGLE);

    assertThat(cut(BPE.with(none), "a\u732b<")).containsExactly("a", "<e7>", "<8c>", "<ab>", "<");
    assertThat(BPE.join(List.of("<e7>", "<8cab>", "x", "<e7>"))).isEqualTo("\u732bx\ufffd");
  }

  @Test
  void piecesAreWordsWithTheBlankBeforeThem() {
    assertThat(cut(BPE, "It's so,  so\n\n 42nd!? ")) //
        .containsExactly("It's", " so", ",", " ", " so", "\n\n", " 42nd", "!?", " ");
    assertThat(cut(BPE, "\u543e\u8f29\u306f\u30b3\u30fc\u30d2\u30fc\u3002"))
        .containsExactly("\u543e\u8f29", "\u306f", "\u30b3\u30fc\u30d2\u30fc", "\u3002");
    assertThat(cut(BPE, "a".repeat(100))).containsExactly("a".repeat(64), "a".repeat(36));
  }

  @Test
  void rarePairsAreLeftApart() {
    Vocabulary vocabulary =
        new BytePairLearner(List.of("ab", "cd"), new long[] {3, 2}, 3).learn(1000);

    assertThat(vocabulary.tokens()).hasSize(BytePairLearner.FEWEST + 1).endsWith("ab");
  }

  @Test
  void aVocabularyWithoutAllBytesIsRefused() {
    assertThatThrownBy(() -> BPE.with(Vocabulary.of(List.of("a"))))
        .hasMessageContaining("must hold all single bytes");
  }
}
