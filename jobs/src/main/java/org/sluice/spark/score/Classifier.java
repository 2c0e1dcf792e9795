package org.sluice.spark.score;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TokenInfo;
import org.sluice.spark.shard.Preprocessing;

/**
 * A trained model that tells labels, of a table or of texts, and what it was told of them.
 *
 * @param theta parameters, shared and never changed
 * @param folder that the model lies in; empty where it does not
 */
public record Classifier(
    NetworkSpec network, float[] theta, Preprocessing preprocessing, String folder) {
  public Classifier {
    Require.that(
        preprocessing.tellsLabels(),
        "task needs a model that tells labels, but the model%s forecasts what follows; check task"
            + " and --model",
        folder.isEmpty() ? "" : " in " + folder);
    Require.that(
        network.inputs() == preprocessing.data().features()
            && network.outputs() == preprocessing.data().classes().size(),
        "the model's network has %d inputs and %d outputs, its preprocessing gives %d and %d",
        network.inputs(),
        network.outputs(),
        preprocessing.data().features(),
        preprocessing.data().classes().size());
  }

  /** Of a model that scales all series alike. */
  public Classifier(NetworkSpec network, float[] theta, Preprocessing preprocessing) {
    this(network, theta, preprocessing, "");
  }

  /**
   * The model in {@code folder}, on any Hadoop path.
   *
   * @throws SluiceException if there is none, a damaged one or one that tells no labels
   */
  public static Classifier read(String folder, Configuration configuration) {
    Model model = StoredModels.read(folder, configuration);
    return new Classifier(model.spec(), model.theta(), Preprocessing.of(model), folder);
  }

  /** What it can say, in the order of the network's outputs. */
  public List<String> classes() {
    return preprocessing.data().classes();
  }

  /** Whether it tells every step's label, not that of a whole sequence. */
  public boolean labelsSteps() {
    return preprocessing.labels().everyStep();
  }

  /**
   * Refuses a data set that cannot be put before the network, or has no labels of the kind it
   * tells. Labels may be others than the model's, and in another order.
   */
  void requireLike(DataSetInfo data) {
    if (preprocessing.data() instanceof TableInfo trained && data instanceof TableInfo table) {
      new TrainedTable(trained).requireLike(table);
    } else if (preprocessing.data() instanceof TokenInfo trained
        && data instanceof TokenInfo text) {
      requireLike(trained, text);
    } else {
      throw data.refusal(preprocessing.data().kind());
    }
    Require.that(
        !data.classes().isEmpty(),
        "the prepared data has no labels that the model could be measured by; name their column in"
            + " data.label and prepare again");
    Require.that(
        labelsSteps() == data.labelsSteps(),
        "the model tells labels of %s, but the prepared data has those of %s; prepare what the"
            + " model was trained with",
        labelsSteps() ? "steps" : "whole sequences",
        data.labelsSteps() ? "steps" : "whole sequences");
  }

  private static void requireLike(TokenInfo trained, TokenInfo text) {
    Require.that(
        trained.tokenisation().equals(text.tokenisation())
            && trained.vocabulary().equals(text.vocabulary()),
        "the prepared text has other tokens than the model was trained with; prepare it with the"
            + " settings and the text of the model, or train anew");
  }
}
