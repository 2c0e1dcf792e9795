package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.sluice.engine.text.Tokenisation;

/**
 * What {@code dataset.json} says of labelled sequences, one for each document of a text. Documents
 * are numbered: those of the training span first, then validation, then test, inside a span in the
 * order of the text.
 *
 * @param sequences what the labels say of a document
 * @param vocabulary tokens by their number
 * @param target how the other text of a translation was cut; null where labels are names
 * @param labels by their number: names, or the target's vocabulary
 * @param counts of each span, by its name
 * @param spans of documents, each a series of its tokens that no span cuts
 */
public record SequenceInfo(
    int format,
    Labelling sequences,
    Tokenisation tokenisation,
    List<String> vocabulary,
    @JsonInclude(JsonInclude.Include.NON_NULL) Tokenisation target,
    List<String> labels,
    Map<String, SpanCounts> counts,
    Spans spans,
    Map<String, Long> dropped,
    String fingerprint)
    implements TokenInfo {

  /** The label that the training span never showed, where labels are names: it has no number. */
  public static final int UNSEEN = -1;

  /** More rows than a sequence has: it is never cut. */
  public static final int WHOLE = Integer.MAX_VALUE;

  /** What labels are of. */
  public enum Labelling {
    /** One for each token. */
    TAG,
    /** One for the document. */
    CLASSIFY,
    /** Tokens of another text that says the same. */
    TRANSLATE
  }

  /**
   * @param unknown tokens that the vocabulary lacks
   * @param longest tokens of the longest document
   * @param unseen labels that the training span lacks, or unknown tokens of the target
   */
  public record SpanCounts(
      long documents, long tokens, long unknown, int longest, long labels, long unseen) {}

  @Override
  public String kind() {
    return "labelled sequences";
  }

  @Override
  public List<String> key() {
    return List.of();
  }

  @Override
  public List<String> columns() {
    return List.of(TextInfo.COLUMN);
  }

  @Override
  public int features() {
    return 1;
  }

  /** None of a translation, whose labels are tokens. */
  @Override
  public List<String> classes() {
    return sequences == Labelling.TRANSLATE ? List.of() : labels;
  }

  @Override
  public boolean labelsSteps() {
    return sequences == Labelling.TAG;
  }

  /** None: labels stand beside the tokens, not among them. */
  @Override
  public int[] targetColumns() {
    return new int[0];
  }

  @Override
  public int chunkRows() {
    return WHOLE;
  }

  @Override
  public long seriesCount() {
    return counts.values().stream().mapToLong(SpanCounts::documents).sum();
  }

  /** Tokens of all spans. */
  @Override
  public long rows() {
    return counts.values().stream().mapToLong(SpanCounts::tokens).sum();
  }
}
