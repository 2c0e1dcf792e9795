package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.sluice.engine.text.Tokenisation;

/**
 * What {@code dataset.json} says of a prepared text: one series, a row for each token and one for
 * each end of a document, whose only column holds the token's number.
 *
 * @param vocabulary tokens by their number
 * @param vectors of the vocabulary's tokens, beside this file; null where there are none
 * @param counts of each span, by its name
 * @param documents that were used
 */
public record TextInfo(
    int format,
    Tokenisation tokenisation,
    List<String> vocabulary,
    @JsonInclude(JsonInclude.Include.NON_NULL) Vectors vectors,
    Map<String, SpanCounts> counts,
    int chunkRows,
    Spans spans,
    long documents,
    Map<String, Long> dropped,
    String fingerprint)
    implements TokenInfo {
  static final String COLUMN = "token";

  /**
   * @param width E, elements of each
   * @param tokens that have one
   * @param sha256 of the file
   */
  public record Vectors(int width, int tokens, String sha256) {}

  /**
   * @param tokens ends of documents included
   * @param unknown tokens that the vocabulary lacks
   * @param characters code points of the text, and one for each end of a document
   */
  public record SpanCounts(long tokens, long unknown, long characters) {
    /** Share of the tokens that the vocabulary lacks. */
    public double unknownRate() {
      return (double) unknown / tokens;
    }
  }

  @Override
  public String kind() {
    return "text";
  }

  @Override
  public List<String> key() {
    return List.of();
  }

  @Override
  public List<String> columns() {
    return List.of(COLUMN);
  }

  @Override
  public int features() {
    return 1;
  }

  @Override
  public List<String> classes() {
    return List.of();
  }

  @Override
  public boolean labelsSteps() {
    return false;
  }

  @Override
  public int[] targetColumns() {
    return new int[] {0};
  }

  @Override
  public long seriesCount() {
    return 1;
  }

  /** Tokens of all spans. */
  @Override
  public long rows() {
    return spans.end();
  }
}
