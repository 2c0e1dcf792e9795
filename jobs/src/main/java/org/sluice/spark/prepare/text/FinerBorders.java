package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.max;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.text.Tokeniser;
import org.sluice.spark.prepare.DataSetInfo;

/**
 * Finds where the spans of a corpus that was cut into pieces begin among finer tokens, none of
 * which reaches beyond a piece: at the token that begins with the same code point.
 */
record FinerBorders(Shared<FinerBorders.Cuts> shared) implements MapPartitionsFunction<Row, Row> {
  /**
   * A corpus cut twice.
   *
   * @param finer what cuts it into tokens
   * @param finerBlocks where they stand
   */
  record Cuts(Corpus pieces, Tokeniser finer, Blocks finerBlocks) implements Serializable {}

  private static final StructType SCHEMA =
      new StructType().add("validation", DataTypes.LongType).add("test", DataTypes.LongType);

  /**
   * @param documents of {@link Documents#of}
   */
  static DataSetInfo.Spans spans(Dataset<Row> documents, Cuts cuts) {
    DataSetInfo.Spans spans = cuts.pieces.spans();
    Blocks blocks = cuts.pieces.blocks();
    try (Shared<Cuts> shared = Shared.of(documents.sparkSession(), cuts)) {
      Row begins =
          documents
              .where(blocks.with(spans.validation()).or(blocks.with(spans.test())))
              .mapPartitions(new FinerBorders(shared), Encoders.row(SCHEMA))
              .agg(max("validation"), max("test"))
              .first();
      return new DataSetInfo.Spans(
          spans.start(), begins.getLong(0), begins.getLong(1), cuts.finerBlocks.tokens());
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Documents documents = new Documents(rows);
    Cuts cuts = shared.value();
    Corpus pieces = cuts.pieces;
    Border validation = new Border(pieces.spans().validation());
    Border test = new Border(pieces.spans().test());
    Numbering coarse = new Numbering(pieces.tokeniser(), pieces.blocks());
    Numbering fine = new Numbering(cuts.finer, cuts.finerBlocks);
    while (documents.hasNext()) {
      Documents.Document document = documents.next();
      long[] seen = {0}; // code points of the document
      coarse.number(
          document,
          (position, piece, characters) -> {
            validation.piece(position, seen[0]);
            test.piece(position, seen[0]);
            seen[0] += characters;
          });
      seen[0] = 0;
      fine.number(
          document,
          (position, token, characters) -> {
            validation.token(position, seen[0], characters);
            test.token(position, seen[0], characters);
            seen[0] += characters;
          });
      validation.codePoint = Border.NONE;
      test.codePoint = Border.NONE;
    }
    return List.of(RowFactory.create(validation.token, test.token)).iterator();
  }

  private static final class Border {
    private static final long NONE = -1;

    private final long piece;
    private long codePoint = NONE; // of the document at hand
    private long token = NONE;

    Border(long piece) {
      this.piece = piece;
    }

    void piece(long position, long seen) {
      if (position == piece) {
        codePoint = seen;
      }
    }

    /** A token that stands for no code point is the rest of one that began before. */
    void token(long position, long seen, int characters) {
      if (seen == codePoint && characters > 0) {
        token = position;
      }
    }
  }
}
