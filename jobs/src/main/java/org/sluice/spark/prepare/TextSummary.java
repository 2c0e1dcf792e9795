package org.sluice.spark.prepare;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.sluice.engine.base.Require;
import org.sluice.engine.text.BytePairLearner;
import org.sluice.engine.text.Tokens;
import org.sluice.engine.text.Vocabulary;

/** A prepared text in words, for the console. */
record TextSummary(TextInfo info) {
  private static final int SHOWN = 12; // tokens

  String text() {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add(
        line(
            "%,d tokens in %,d documents; a token is a %s",
            info.rows(), info.documents(), token()));
    info.counts().forEach((span, counts) -> lines.add(row(span, counts)));
    lines.add(
        line(
            "vocabulary of the training span: %,d tokens, such as %s",
            info.vocabulary().size(), frequent()));
    if (info.vectors() != null) {
      lines.add(
          line(
              "vectors of %,d elements for %,d of them, by Word2Vec",
              info.vectors().width(), info.vectors().tokens()));
    }
    if (info.dropped().isEmpty()) {
      lines.add("no document was dropped");
    }
    info.dropped().forEach((reason, count) -> lines.add(line("dropped, %s: %,d", reason, count)));
    return lines.toString();
  }

  private String token() {
    return bytePairs()
        ? "byte, or bytes that were joined"
        : Require.written(info.tokenisation().tokens());
  }

  private boolean bytePairs() {
    return info.tokenisation().tokens() == Tokens.BPE;
  }

  private static String row(String span, TextInfo.SpanCounts counts) {
    return line(
        "  %-10s  %,d tokens, %,d characters, %.3f %% of the tokens unknown",
        span, counts.tokens(), counts.characters(), 100 * counts.unknownRate());
  }

  /** The first tokens behind the specials and, of byte pairs, the bytes; blanks made visible. */
  private String frequent() {
    return info.vocabulary().stream()
        .skip(bytePairs() ? BytePairLearner.FEWEST : Vocabulary.SPECIALS.size())
        .limit(SHOWN)
        .map(token -> token.isBlank() ? "\u2423" : token.replace(' ', '\u2423'))
        .collect(Collectors.joining(" "));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
