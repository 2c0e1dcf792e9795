package org.sluice.spark.shard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.io.Model;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TextInfo;
import org.sluice.spark.prepare.TokenInfo;

/**
 * All that turns a table's rows into a network's inputs and its outputs back into forecasts; kept
 * in the model file.
 *
 * @param data the training data's description, its scalers included
 * @param window T the model was trained with
 * @param horizon rows ahead that are told; 0 where a row is told its label
 * @param centered whether each window is measured from its last row
 * @param labels how series are read where labels are told; else null
 */
public record Preprocessing(
    DataSetInfo data,
    int window,
    int horizon,
    boolean centered,
    @JsonInclude(JsonInclude.Include.NON_NULL) SamplingSpec labels) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Preprocessing {
    Require.that(
        (horizon == 0) == (labels != null),
        "the model's preprocessing must say how series are read where its horizon is 0, and only"
            + " there, got horizon %d",
        horizon);
  }

  /** Of what tells the rows ahead. */
  public Preprocessing(DataSetInfo data, int window, int horizon, boolean centered) {
    this(data, window, horizon, centered, null);
  }

  /**
   * What a model's file holds.
   *
   * @throws SluiceException if that is nothing, or nothing that this build can read
   */
  public static Preprocessing of(Model model) {
    try {
      Preprocessing preprocessing = JSON.treeToValue(model.preprocessing(), Preprocessing.class);
      Require.that(preprocessing != null, "the model holds no preprocessing; train it anew");
      return preprocessing;
    } catch (JsonProcessingException e) {
      throw new SluiceException(
          "the model's preprocessing cannot be read by this build: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The description of the table that a forecaster was trained on.
   *
   * @throws SluiceException if it was trained on something else
   */
  public TableInfo table() {
    return data.asTable();
  }

  /**
   * The description of the text that a language model was trained on.
   *
   * @throws SluiceException if it was trained on something else
   */
  public TextInfo text() {
    return data.asText();
  }

  /**
   * The description of the text that a model was trained on, labelled or not.
   *
   * @throws SluiceException if it was trained on something else
   */
  public TokenInfo tokens() {
    return data.asTokens();
  }

  /**
   * The description of the labelled texts that a model was trained on.
   *
   * @throws SluiceException if it was trained on something else
   */
  public SequenceInfo sequences() {
    return data.asSequences();
  }

  /** Whether rows are told their labels: each then has its own behind its other columns. */
  public boolean tellsLabels() {
    return labels != null;
  }

  /** Framing of windows of {@code steps} rows. */
  public Framing framing(int steps, int stride) {
    WindowSpec windows = new WindowSpec(steps, stride, horizon);
    int[] targets = tellsLabels() ? new int[] {data.columns().size()} : data.targetColumns();
    return data instanceof TableInfo table
        ? new Framing(
            windows,
            table.features(),
            targets,
            centered,
            table.lines(),
            table.longestLine(),
            table.categories().size())
        : new Framing(windows, data.features(), targets, centered);
  }
}
