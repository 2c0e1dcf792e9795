package org.sluice.spark.prepare;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.sluice.engine.base.Require;
import org.sluice.engine.text.Tokens;

/** Labelled sequences in words, for the console. */
record SequenceSummary(SequenceInfo info) {
  private static final int SHOWN = 20; // labels

  String text() {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add(line("%,d tokens in %,d documents; %s", info.rows(), info.seriesCount(), what()));
    info.counts().forEach((span, counts) -> lines.add(row(span, counts)));
    lines.add(
        line(
            "vocabulary of the training span: %,d tokens; %s", info.vocabulary().size(), labels()));
    if (info.dropped().isEmpty()) {
      lines.add("no document was dropped");
    }
    info.dropped().forEach((reason, count) -> lines.add(line("dropped, %s: %,d", reason, count)));
    return lines.toString();
  }

  private String what() {
    Tokens tokens = info.tokenisation().tokens();
    String token = tokens == Tokens.WHOLE ? "form" : Require.written(tokens);
    return switch (info.sequences()) {
      case TAG -> "a token is a " + token + ", each with a label";
      case CLASSIFY -> "a token is a " + token + ", each document with a label";
      case TRANSLATE -> "a token is a " + token + ", each document with a target text";
    };
  }

  private String row(String span, SequenceInfo.SpanCounts counts) {
    return line(
        "  %-10s  %,d documents of %,d tokens at most, %,d tokens, %.3f %% of them unknown, %s",
        span,
        counts.documents(),
        counts.longest(),
        counts.tokens(),
        100.0 * counts.unknown() / counts.tokens(),
        labels(counts));
  }

  private String labels(SequenceInfo.SpanCounts counts) {
    return translates()
        ? line("%,d of the target, %,d unknown", counts.labels(), counts.unseen())
        : line("%,d labels never seen in training", counts.unseen());
  }

  private boolean translates() {
    return info.sequences() == SequenceInfo.Labelling.TRANSLATE;
  }

  private String labels() {
    if (translates()) {
      return line("of the target: %,d", info.labels().size());
    }
    String shown = info.labels().stream().limit(SHOWN).collect(Collectors.joining(" "));
    String more = info.labels().size() > SHOWN ? " …" : "";
    return line("%,d labels: %s%s", info.labels().size(), shown, more);
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
