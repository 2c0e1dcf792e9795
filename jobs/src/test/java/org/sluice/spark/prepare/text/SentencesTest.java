package org.sluice.spark.prepare.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.spark.prepare.text.ConllSpec.Separator;
import org.sluice.spark.prepare.text.Sentences.Sentence;

final class SentencesTest {
  private static final ConllSpec CONLL_U = new ConllSpec(2, 4, Separator.TAB);

  @Test
  void commentsAndLinesThatAreNoTokensArePassedOver() {
    String text =
        "# text = vámonos ya\n1-2\tvámonos\t_\t_\n1\tvamos\tir\tVERB\n2\tnos\tnosotros\tPRON\r\n"
            + "2.1\tØ\t_\tX\n3\tya ya\tya\tADV\n";

    assertThat(Sentences.of(text, CONLL_U, true))
        .containsExactly(
            new Sentence(
                List.of("vamos", "nos", "ya ya"), List.of("VERB", "PRON", "ADV"), 2, false));
  }

  @Test
  void anEmptyLineEndsASentence() {
    List<Sentence> found =
        Sentences.of("\r\na N\r\nb V\r\n\r\n \nc N", new ConllSpec(1, 2, Separator.BLANK), true);

    assertThat(found)
        .containsExactly(
            new Sentence(List.of("a", "b"), List.of("N", "V"), 1, false),
            new Sentence(List.of("c"), List.of("N"), 5, false));
  }

  @Test
  void theFirstRaggedLineIsTold() {
    ConllSpec plain = new ConllSpec(1, 3, Separator.TAB);

    assertThat(Sentences.of("a\tx\tN\nb\tV\nc\n", plain, true).get(0).line()).isEqualTo(1);
    assertThat(Sentences.of("a\tx\tN\nb\tx\tV\tmore\n", plain, true).get(0).ragged()).isTrue();
    assertThat(Sentences.of("a\tx\tN\nb\tx\t\n", plain, true).get(0).ragged()).isTrue();
    assertThat(Sentences.of("a\tx\tN\nb\tx\tV\n", plain, true).get(0).ragged()).isFalse();
  }

  @Test
  void aFormMayBeginLikeAComment() {
    List<Sentence> found =
        Sentences.of("# free text\n#\tN\n", new ConllSpec(1, 2, Separator.TAB), true);

    assertThat(found.get(0).forms()).containsExactly("#");
  }

  @Test
  void withoutTagsTheirColumnMayBeMissing() {
    ConllSpec plain = new ConllSpec(1, 2, Separator.TAB);
    String tagged = "# a comment\nthe\tD\n#\tS\n\n# another\na\t\n";
    String alone = "# a comment\nthe\n#\n\n# another\na\n";

    List<Sentence> found = Sentences.of(alone, plain, false);

    assertThat(found)
        .containsExactly(
            new Sentence(List.of("the", "#"), List.of(), 1, false),
            new Sentence(List.of("a"), List.of(), 5, false));
    assertThat(Sentences.of(tagged, plain, false)).isEqualTo(found);
    assertThat(Sentences.of("1\tyes\n1.1\tno\n", CONLL_U, false).get(0).forms())
        .containsExactly("yes");
    assertThat(Sentences.of("a\nb\tV\n", plain, false).get(0).ragged()).isTrue();
  }
}
