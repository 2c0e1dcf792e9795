package org.sluice.spark.prepare.text;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Tokens;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.SequenceInfo.Labelling;
import org.sluice.spark.prepare.SourceSpec;

/**
 * Where labelled texts are and how they become sequences, whatever the labels are.
 *
 * @param source as Spark reads it
 * @param target where the labels are, unless in the source: lines beside its lines
 * @param conll of a file with a line for each token
 * @param text what is read
 * @param label what is to be learnt of it
 * @param labelled whether it is there
 */
public record SequenceSpec(
    Labelling labelling,
    SourceSpec source,
    Optional<SourceSpec> target,
    Optional<ConllSpec> conll,
    Side text,
    Side label,
    SequenceSplit split,
    BadRowsSpec badRows,
    boolean labelled) {

  /** Texts whose labels nobody knows, and which are for nothing but to be labelled. */
  public SequenceSpec unlabelled() {
    return new SequenceSpec(
        labelling, source, Optional.empty(), conll, text, label, split, badRows, false);
  }

  /**
   * One of the two things that a document holds.
   *
   * @param setting that names its column
   * @param tokenisation what it is cut into; labels that are names are whole
   */
  record Side(
      String setting,
      String column,
      Tokenisation tokenisation,
      TextSpec.VocabularySpec vocabulary) {
    private static Side of(String setting, TextSpec.Text text) {
      return new Side(setting, text.column(), text.tokenisation(), text.vocabulary());
    }

    private static Side names(String setting, String column) {
      return new Side(
          setting,
          column,
          new Tokenisation(Tokens.WHOLE, Normalisation.NONE, false),
          new TextSpec.VocabularySpec(Vocabulary.MOST, 1));
    }
  }

  /** The {@code data} part of a job file whose task is to tag tokens: CoNLL files. */
  public record Tagged(
      SourceSpec source, ConllSpec conll, Forms text, SequenceSplit split, BadRowsSpec badRows) {
    private static final String FORMAT = "conll";

    public Tagged {
      Require.that(
          source.format().equals(FORMAT) && source.path().isPresent(),
          "data.source.format must be conll, with a path, where task is tag, got %s",
          source.path().isPresent() ? source.format() : source.place());
      Require.that(
          split.column().isEmpty(),
          "data.split.column needs a table; with data.source.format = conll say data.split.files,"
              + " or fractions");
    }

    public SequenceSpec sequences() {
      Map<String, String> options = new TreeMap<>(source.options());
      options.putIfAbsent(LineEnds.OPTION, LineEnds.EMPTY_LINE);
      return new SequenceSpec(
          Labelling.TAG,
          new SourceSpec("text", source.path().get(), options),
          Optional.empty(),
          Optional.of(conll),
          new Side("data.conll.form", "value", text.tokenisation(), text.vocabulary()),
          Side.names("data.conll.tag", "value"),
          split,
          badRows,
          true);
    }
  }

  /** How forms, which are tokens already, are read. */
  public record Forms(
      Normalisation normalise, boolean lowerCase, TextSpec.VocabularySpec vocabulary) {
    Tokenisation tokenisation() {
      return new Tokenisation(Tokens.WHOLE, normalise, lowerCase);
    }
  }

  /** The {@code data} part of a job file whose task is to classify texts. */
  public record Classified(
      SourceSpec source, Labelled text, SequenceSplit split, BadRowsSpec badRows) {

    public SequenceSpec sequences() {
      return new SequenceSpec(
          Labelling.CLASSIFY,
          source,
          Optional.empty(),
          Optional.empty(),
          Side.of("data.text.column", text.text()),
          Side.names("data.text.label", text.label()),
          split,
          badRows,
          true);
    }
  }

  /**
   * A text and its label.
   *
   * @param label column of the label
   */
  public record Labelled(@Inline TextSpec.Text text, String label) {
    public Labelled {
      Require.notBlank("data.text.label", label);
      Require.that(
          !label.equals(text.column()),
          "data.text.label and data.text.column both name the column %s; a column has one role",
          label);
    }
  }

  /**
   * What a text is translated to.
   *
   * @param path of files whose lines stand beside those of the source
   */
  public record Target(@Inline TextSpec.Text text, Optional<String> path) {
    public Target {
      path.ifPresent(where -> Require.notBlank("data.target.path", where));
    }
  }

  /**
   * The {@code data} part of a job file whose task is to translate: two columns of text, or two
   * texts of as many lines.
   */
  public record Parallel(
      SourceSpec source,
      TextSpec.Text text,
      Target target,
      SequenceSplit split,
      BadRowsSpec badRows) {
    private static final String LINES = "text";

    public Parallel {
      boolean lines = target.path().isPresent();
      Require.that(
          !lines || source.format().equals(LINES) && source.path().isPresent(),
          "data.target.path needs plain files beside it: set data.source.format = text, got %s",
          source.format());
      Require.that(
          !lines || split.column().isEmpty(),
          "data.split.column needs a table; with data.target.path say data.split.files, or"
              + " fractions");
      Require.that(
          lines || !target.text().column().equals(text.column()),
          "data.target.column and data.text.column both name the column %s; a column has one role",
          text.column());
    }

    public SequenceSpec sequences() {
      return new SequenceSpec(
          Labelling.TRANSLATE,
          source,
          target.path().map(path -> new SourceSpec(LINES, path, Map.of())),
          Optional.empty(),
          Side.of("data.text.column", text),
          Side.of("data.target.column", target.text()),
          split,
          badRows,
          true);
    }
  }
}
