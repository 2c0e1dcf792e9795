package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.is_valid_utf8;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.spark.prepare.DropReason;
import org.sluice.spark.prepare.Schema;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.SourceSpec;

/**
 * Goes through the documents of a partition. Those of one block of a file come together and in
 * their order, however the files were dealt out to partitions.
 */
final class Documents implements Iterator<Documents.Document> {
  /**
   * @param block where in the file the block begins that Spark read the document with
   * @param row of the block, from 0
   * @param dropped why it cannot be used, if it cannot
   */
  record Document(String file, long block, long row, String text, Optional<DropReason> dropped) {
    boolean beginsBlock() {
      return row == 0;
    }
  }

  private final Iterator<Row> rows;
  private String file = "";
  private long block;
  private long row;

  /**
   * @param rows of {@link #of}
   */
  Documents(Iterator<Row> rows) {
    this.rows = rows;
  }

  /**
   * A row for each document: {@code file string, block long, text string, reason string}, the
   * reason being the name of a {@link DropReason} or null.
   *
   * @throws org.sluice.engine.base.SluiceException if the source does not keep its rows in files,
   *     or the column is missing or holds no text
   */
  static Dataset<Row> of(Source source, TextSpec spec) {
    source.requireFiles();
    Dataset<Row> loaded = source.load();
    Column text =
        Schema.text(
            loaded.schema(), "data.text.column", spec.text().text().column(), source.headerHint());
    Dataset<Row> marked = source.marked(loaded);
    return marked
        .where(whole(spec.source()) ? text.isNull().or(length(text).gt(0)) : lit(true))
        .select(
            col("_metadata.file_path").as("file"),
            col("_metadata.file_block_start").as("block"),
            text.as("text"),
            reason(text, corrupt(marked)).as("reason"));
  }

  /** Why the text of a row cannot be used; null where it can. */
  static Column reason(Column text, Column corrupt) {
    return when(text.isNull().and(corrupt), DropReason.CORRUPT.name())
        .when(text.isNull(), DropReason.NULL_TEXT.name())
        .when(not(is_valid_utf8(text)), DropReason.INVALID_UTF8.name());
  }

  /** Whether Spark's reader could not take a record apart. */
  static Column corrupt(Dataset<Row> loaded) {
    return List.of(loaded.columns()).contains(Source.CORRUPT)
        ? col(Source.CORRUPT).isNotNull()
        : lit(false);
  }

  /** Whether a file is one document: then an empty one is no document. */
  private static boolean whole(SourceSpec source) {
    return "true".equalsIgnoreCase(source.options().get("wholetext"));
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public Document next() {
    Row next = rows.next();
    boolean begins = !next.getString(0).equals(file) || next.getLong(1) != block;
    file = next.getString(0);
    block = next.getLong(1);
    row = begins ? 0 : row + 1;
    Optional<DropReason> dropped = Optional.ofNullable(next.getString(3)).map(DropReason::valueOf);
    return new Document(file, block, row, next.getString(2), dropped);
  }
}
