package org.sluice.engine.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TokenisationTest {
  private static List<String> cut(Tokens tokens, String text) {
    return cut(new Tokenisation(tokens, Normalisation.NONE, false), text);
  }

  private static List<String> cut(Tokenisation tokenisation, String text) {
    List<String> tokens = new ArrayList<>();
    tokenisation.cut(text, (token, characters) -> tokens.add(token));
    return tokens;
  }

  /** Any text without half surrogate pairs. */
  @Provide
  Arbitrary<String> wellFormed() {
    return Arbitraries.integers()
        .between(0, Character.MAX_CODE_POINT)
        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
        .list()
        .ofMaxSize(60)
        .map(
            codePoints -> {
              StringBuilder text = new StringBuilder();
              codePoints.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  @Property
  void charactersAndBytesLoseNothing(@ForAll("wellFormed") String text) {
    for (Tokens tokens : List.of(Tokens.CHARACTER, Tokens.BYTE)) {
      Tokenisation tokenisation = new Tokenisation(tokens, Normalisation.NONE, false);
      assertThat(tokenisation.join(cut(tokenisation, text))).isEqualTo(text);
    }
  }

  @Property
  void everyCharacterIsCountedOnce(@ForAll("wellFormed") String text, @ForAll Tokens tokens) {
    int[] counted = {0};
    int behind =
        new Tokenisation(tokens, Normalisation.NONE, false)
            .cut(text, (token, characters) -> counted[0] += characters);
    assertThat(counted[0] + behind).isEqualTo(text.codePointCount(0, text.length()));
  }

  @Property
  void wordsHoldAllThatIsNoWhiteSpace(@ForAll("wellFormed") String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
        .forEach(visible::appendCodePoint);
    assertThat(String.join("", cut(Tokens.WORD, text))).isEqualTo(visible.toString());
  }

  @Test
  void wordsAreRunsOfLettersAndDigitsOfAnyScript() {
    assertThat(
            cut(
                Tokens.WORD,
                "Don't stop: na\u00efve \u041c\u043e\u0441\u043a\u0432\u0430, 42nd x1!"))
        .containsExactly(
            "Don't",
            "stop",
            ":",
            "na\u00efve",
            "\u041c\u043e\u0441\u043a\u0432\u0430",
            ",",
            "42nd",
            "x1",
            "!");
    assertThat(cut(Tokens.WORD, "'quoted' (a-b)"))
        .containsExactly("'", "quoted", "'", "(", "a", "-", "b", ")");
    assertThat(cut(Tokens.WORD, "\u543e\u8f29\u306f\u732b")) // Japanese: no blanks
        .containsExactly("\u543e", "\u8f29", "\u306f", "\u732b");
    assertThat(cut(Tokens.WORD, "e\u0301t\u00e9")).containsExactly("e\u0301t\u00e9");
  }

  @Test
  void textIsNormalisedFirst() {
    Tokenisation tokenisation = new Tokenisation(Tokens.CHARACTER, Normalisation.NFKC, true);
    assertThat(cut(tokenisation, "\uff21\ufb01 I\u0307"))
        .containsExactly("a", "f", "i", " ", "i", "\u0307");
  }

  @Test
  void bytesThatAreNoTextBecomeReplacementCharacters() {
    Tokenisation bytes = new Tokenisation(Tokens.BYTE, Normalisation.NONE, false);
    assertThat(bytes.join(List.of("41", "e5", "42"))).isEqualTo("A\ufffdB");
    assertThat(bytes.alphabet()).hasSize(256).startsWith("00", "01").endsWith("ff");
  }
}
