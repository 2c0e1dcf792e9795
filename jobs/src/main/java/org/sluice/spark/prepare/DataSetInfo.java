package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.sluice.engine.base.SluiceException;

/**
 * What {@code dataset.json} says of a prepared data set, whatever it was made of. In JSON the kinds
 * are told apart by their members.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
  @JsonSubTypes.Type(TableInfo.class),
  @JsonSubTypes.Type(TextInfo.class),
  @JsonSubTypes.Type(SequenceInfo.class)
})
public sealed interface DataSetInfo permits TableInfo, TokenInfo {
  /**
   * Borders on the grid of the series' rows: train [start, validation - gap), validation
   * [validation, test - gap), test [test, end). Where whole series belong to a span, all three are
   * [start, end).
   *
   * @param gap rows before validation and before test that belong to no span
   * @param series how many each span has; null where spans are stretches of time
   */
  record Spans(
      long start,
      long validation,
      long test,
      long end,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) long gap,
      @JsonInclude(JsonInclude.Include.NON_NULL) SeriesCounts series)
      implements Serializable {
    /** Stretches of time. */
    public Spans(long start, long validation, long test, long end, long gap) {
      this(start, validation, test, end, gap, null);
    }

    /** Stretches of time one behind the other. */
    public Spans(long start, long validation, long test, long end) {
      this(start, validation, test, end, 0);
    }

    /** Of whole series, rows of which stand before {@code end}. */
    public static Spans ofSeries(long end, SeriesCounts series) {
      return new Spans(0, 0, 0, end, 0, series);
    }

    /** Whether whole series belong to a span; {@code series/} says which. */
    public boolean bySeries() {
      return series != null;
    }

    /** Border behind the training span. */
    public long trainEnd() {
      return bySeries() ? end : validation - gap;
    }

    /** Border behind the validation span. */
    public long validationEnd() {
      return bySeries() ? end : test - gap;
    }

    public long length(Split split) {
      return switch (split) {
        case TRAIN -> trainEnd() - start;
        case VALIDATION -> validationEnd() - validation;
        case TEST -> end - test;
      };
    }

    public Split splitOf(long row) {
      return row < validation ? Split.TRAIN : row < test ? Split.VALIDATION : Split.TEST;
    }
  }

  /** Numbers of series. */
  record SeriesCounts(long train, long validation, long test) implements Serializable {}

  int format();

  /** The columns that name a series; none where there is but one. */
  List<String> key();

  /** Of a chunk's values, in their order. */
  List<String> columns();

  /** How many of the columns, from the first, a network reads. */
  int features();

  /** Where each column to be learnt stands among the columns. */
  int[] targetColumns();

  /** What labels say, by their number; none where nothing is labelled. */
  List<String> classes();

  /** Whether labels are of steps, not of whole series. */
  boolean labelsSteps();

  /** Grid rows of a chunk that no border cuts. */
  int chunkRows();

  Spans spans();

  long seriesCount();

  /** Rows of all series. */
  long rows();

  /** What could not be used, by reason. */
  Map<String, Long> dropped();

  /** Of sources and settings: the same one means the same data set. */
  String fingerprint();

  /**
   * What is known of a table.
   *
   * @throws SluiceException if the data set was made of something else
   */
  default TableInfo asTable() {
    return as(TableInfo.class, "a table");
  }

  /** The same of a text. */
  default TextInfo asText() {
    return as(TextInfo.class, "text");
  }

  /** The same of a text, labelled or not. */
  default TokenInfo asTokens() {
    return as(TokenInfo.class, "text");
  }

  /** The same of labelled texts. */
  default SequenceInfo asSequences() {
    return as(SequenceInfo.class, "labelled sequences");
  }

  private <T extends DataSetInfo> T as(Class<T> type, String wanted) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw refusal(wanted);
  }

  /** For who needs a data set of another kind: what is wrong, in a sentence. */
  default SluiceException refusal(String wanted) {
    return new SluiceException(
        String.format(
            "task needs %s, but what was prepared or trained on is %s; check task, output and"
                + " --model",
            wanted, kind()));
  }

  /** What the data set was made of, in a word. */
  String kind();
}
