package org.sluice.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;

/** Labelled texts of two made-up languages in which no word by itself says what it is labelled. */
public final class SmallTexts {
  private static final String[] EITHER = {"run", "watch", "play", "light", "test", "walk"};
  private static final String[] FILLERS = {"well", "so", "then", "now", "and", "again"};

  private SmallTexts() {}

  /** A token and its tag, or a text and its label. */
  public record Labelled(String text, String label) {}

  /**
   * Sentences whose words are nouns behind "the" and before "of", verbs behind "we" and before
   * "it": what they are may stand on either side of them.
   */
  public static List<List<Labelled>> sentences(int count, long seed) {
    Draws draws = Draws.of(seed, Purpose.SAMPLE);
    List<List<Labelled>> sentences = new ArrayList<>();
    for (int s = 0; s < count; s++) {
      sentences.add(sentence(draws.at(s)));
    }
    return sentences;
  }

  private static List<Labelled> sentence(Draws draws) {
    List<Labelled> tokens = new ArrayList<>();
    int parts = 2 + (int) (4 * draws.uniform(0));
    for (int p = 1; p <= parts; p++) {
      String word = EITHER[(int) (EITHER.length * draws.uniform(2 * p))];
      switch ((int) (4 * draws.uniform(2 * p + 1))) {
        case 0 -> tokens.addAll(List.of(new Labelled("the", "D"), new Labelled(word, "N")));
        case 1 -> tokens.addAll(List.of(new Labelled("we", "P"), new Labelled(word, "V")));
        case 2 -> tokens.addAll(List.of(new Labelled(word, "N"), new Labelled("of", "A")));
        default -> tokens.addAll(List.of(new Labelled(word, "V"), new Labelled("it", "P")));
      }
    }
    return tokens;
  }

  /** The sentences in lines of a form, a tab and a tag. */
  public static String conll(List<List<Labelled>> sentences) {
    StringBuilder lines = new StringBuilder();
    for (List<Labelled> sentence : sentences) {
      sentence.forEach(t -> lines.append(t.text()).append('\t').append(t.label()).append('\n'));
      lines.append('\n');
    }
    return lines.toString();
  }

  /** Texts that name both "good" and "bad", labelled with the one that comes first. */
  public static List<Labelled> reviews(int count, long seed) {
    Draws draws = Draws.of(seed, Purpose.SAMPLE);
    List<Labelled> reviews = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      reviews.add(review(draws.at(r)));
    }
    return reviews;
  }

  private static Labelled review(Draws draws) {
    String[] words = new String[4 + (int) (6 * draws.uniform(0))];
    Arrays.setAll(words, w -> FILLERS[(int) (FILLERS.length * draws.uniform(10 + w))]);
    int first = (int) ((words.length - 1) * draws.uniform(1));
    int second = first + 1 + (int) ((words.length - 1 - first) * draws.uniform(2));
    boolean good = draws.uniform(3) < 0.5;
    words[first] = good ? "good" : "bad";
    words[second] = good ? "bad" : "good";
    return new Labelled(String.join(" ", words), words[first]);
  }

  /** The texts as a table of the columns {@code text} and {@code label}. */
  public static String table(List<Labelled> texts) {
    StringBuilder lines = new StringBuilder("text\tlabel\n");
    texts.forEach(t -> lines.append(t.text()).append('\t').append(t.label()).append('\n'));
    return lines.toString();
  }
}
