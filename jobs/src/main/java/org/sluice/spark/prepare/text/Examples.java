package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.spark.prepare.DropReason;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.Schema;
import org.sluice.spark.prepare.SequenceInfo.Labelling;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.Split;

/**
 * Goes through the labelled documents of a partition. Those of one block of a file come together
 * and in their order.
 */
final class Examples extends InPortions<Example> {
  /**
   * What a task must know of a {@link SequenceSpec}.
   *
   * @param conll null where rows are documents
   * @param files null unless they say what a document is for
   * @param column whether a column says it
   * @param blankLabel what is wrong where a label is blank; null where there are none
   */
  record Reading(ConllSpec conll, SequenceSplit.Files files, boolean column, DropReason blankLabel)
      implements Serializable {
    static Reading of(SequenceSpec spec) {
      if (!spec.labelled()) {
        return new Reading(spec.conll().orElse(null), null, false, null);
      }
      return new Reading(
          spec.conll().orElse(null),
          spec.split().files().orElse(null),
          spec.split().column().isPresent(),
          spec.labelling() == Labelling.TRANSLATE ? DropReason.EMPTY_TEXT : DropReason.NULL_LABEL);
    }

    boolean labelled() {
      return blankLabel != null;
    }
  }

  private static final Column NONE = lit(null).cast(DataTypes.StringType);

  private static final List<String> PARTS =
      Arrays.stream(Split.values()).map(Split::toString).toList();

  private final Iterator<Row> rows;
  private final Reading reading;
  private String file = "";
  private String part = "";
  private long block;
  private long at;

  /**
   * @param rows of {@link #of}
   */
  Examples(Iterator<Row> rows, Reading reading) {
    this.rows = rows;
    this.reading = reading;
  }

  /**
   * A row for each document, or for each stretch of a CoNLL file that no empty line parts: {@code
   * file, block long, text, label, part, reason}, all others being text; the reason as in {@link
   * Documents#of}. Label and part are null where there are none.
   *
   * @throws org.sluice.engine.base.SluiceException if the source does not keep its rows in files,
   *     or a column is missing or of a type that does not serve
   */
  static Dataset<Row> of(Source source, SequenceSpec spec) {
    source.requireFiles();
    Dataset<Row> loaded = source.load();
    StructType schema = loaded.schema();
    String hint = source.headerHint();
    Column text = Schema.text(schema, spec.text().setting(), spec.text().column(), hint);
    Column label = spec.labelled() ? label(schema, spec, hint) : NONE;
    Column part = spec.labelled() ? part(schema, spec, hint) : NONE;
    Dataset<Row> marked = source.marked(loaded);
    Column corrupt = Documents.corrupt(marked);
    return marked.select(
        col("_metadata.file_path").as("file"),
        col("_metadata.file_block_start").as("block"),
        text.as("text"),
        label.as("label"),
        part.as("part"),
        coalesce(Documents.reason(text, corrupt), spec.labelled() ? reason(label, spec) : NONE)
            .as("reason"));
  }

  private static Column part(StructType schema, SequenceSpec spec, String hint) {
    return spec.split()
        .column()
        .map(name -> Schema.plain(schema, "data.split.column", name, hint))
        .orElse(NONE);
  }

  private static Column label(StructType schema, SequenceSpec spec, String hint) {
    SequenceSpec.Side label = spec.label();
    return spec.labelling() == Labelling.CLASSIFY
        ? Schema.plain(schema, label.setting(), label.column(), hint)
        : Schema.text(schema, label.setting(), label.column(), hint);
  }

  private static Column reason(Column label, SequenceSpec spec) {
    DropReason missing =
        spec.labelling() == Labelling.TRANSLATE ? DropReason.NULL_TEXT : DropReason.NULL_LABEL;
    Column reason = Documents.reason(label, lit(false));
    return when(label.isNull(), missing.name()).otherwise(reason);
  }

  @Override
  protected boolean make() {
    if (rows.hasNext()) {
      Row row = rows.next();
      place(row.getString(0), row.getLong(1));
      Optional<DropReason> dropped = Optional.ofNullable(row.getString(5)).map(DropReason::valueOf);
      if (dropped.isEmpty() && reading.conll() != null) {
        sentences(row.getString(2));
      } else {
        document(row, dropped);
      }
    }
    return rows.hasNext();
  }

  private void place(String newFile, long newBlock) {
    if (!newFile.equals(file) || newBlock != block) {
      at = 0;
    }
    if (!newFile.equals(file) && reading.files() != null) {
      part = reading.files().part(newFile);
    }
    file = newFile;
    block = newBlock;
  }

  private void document(Row row, Optional<DropReason> unreadable) {
    String text = row.getString(2);
    String label = row.getString(3);
    if (reading.column()) {
      part = row.isNullAt(4) ? "" : row.getString(4).strip();
    }
    Optional<DropReason> dropped = unreadable.or(() -> unusable(text, label));
    boolean usable = dropped.isEmpty();
    add(
        new Example(
            new Example.Place(file, block, at, at + 1),
            part,
            usable ? List.of(text) : List.of(),
            usable && reading.labelled() ? List.of(label) : List.of(),
            dropped));
    at++;
  }

  private Optional<DropReason> unusable(String text, String label) {
    if (text.isBlank()) {
      return Optional.of(DropReason.EMPTY_TEXT);
    }
    if (reading.labelled() && label.isBlank()) {
      return Optional.of(reading.blankLabel());
    }
    boolean partless = reading.column() && !PARTS.contains(part);
    return partless ? Optional.of(DropReason.NO_SPLIT) : Optional.empty();
  }

  private void sentences(String text) {
    long behind = at + text.chars().filter(c -> c == '\n').count() + 2; // an empty line with it
    List<Sentences.Sentence> sentences = Sentences.of(text, reading.conll(), reading.labelled());
    for (Sentences.Sentence sentence : sentences) {
      Example.Place place = new Example.Place(file, block, at + sentence.line(), behind);
      add(
          sentence.ragged()
              ? new Example(place, part, List.of(), List.of(), Optional.of(DropReason.RAGGED_LINE))
              : new Example(place, part, sentence.forms(), sentence.tags(), Optional.empty()));
    }
    if (sentences.isEmpty()) {
      Example.Place place = new Example.Place(file, block, at, behind);
      add(new Example(place, part, List.of(), List.of(), Optional.empty()));
    }
    at = behind;
  }
}
