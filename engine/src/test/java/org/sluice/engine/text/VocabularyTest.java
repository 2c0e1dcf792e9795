package org.sluice.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

final class VocabularyTest {
  @Test
  void numbersAndTokensStandForEachOther() {
    Vocabulary vocabulary = Vocabulary.of(List.of("b", "a"));

    assertThat(vocabulary.size()).isEqualTo(4);
    assertThat(vocabulary.number("a")).isEqualTo(3);
    assertThat(vocabulary.token(2)).isEqualTo("b");
    assertThat(vocabulary.number("c")).isEqualTo(Vocabulary.UNKNOWN);
    assertThat(vocabulary.number("<end>")).isEqualTo(Vocabulary.END);
  }

  @Test
  void whatIsNoVocabularyIsRefused() {
    assertThatThrownBy(() -> Vocabulary.of(List.of("a", "a")))
        .isInstanceOf(SluiceException.class)
        .hasMessage("the vocabulary has the token a twice");
    assertThatThrownBy(() -> new Vocabulary(List.of("a", "b", "c")))
        .hasMessage("a vocabulary must begin with [<unknown>, <end>]");
  }
}
