package org.sluice.spark.prepare.text;

import java.util.List;
import java.util.stream.IntStream;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Tokeniser;
import org.sluice.engine.text.Vocabulary;

/** Cuts texts and numbers what comes of it. One thread. */
final class TokenNumbers {
  private final Tokeniser tokeniser;
  private final Vocabulary vocabulary;

  TokenNumbers(Tokenisation tokenisation, Vocabulary vocabulary) {
    this.tokeniser = tokenisation.with(vocabulary);
    this.vocabulary = vocabulary;
  }

  /** Of all the words, each cut by itself. */
  IntStream of(List<String> words) {
    IntStream.Builder numbers = IntStream.builder();
    for (String word : words) {
      tokeniser.cut(word, (token, n) -> numbers.add(number(token)));
    }
    return numbers.build();
  }

  /** A form may look like the end of a document; it is none. */
  private int number(String token) {
    int number = vocabulary.number(token);
    return number == Vocabulary.END ? Vocabulary.UNKNOWN : number;
  }
}
