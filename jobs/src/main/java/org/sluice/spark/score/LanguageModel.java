package org.sluice.spark.score;

import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.Model;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.TextInfo;
import org.sluice.spark.shard.Preprocessing;

/**
 * A trained model of a language and what it was told of texts: all that scoring one needs.
 *
 * @param theta parameters, shared and never changed
 */
public record LanguageModel(NetworkSpec network, float[] theta, Preprocessing preprocessing) {
  public LanguageModel {
    int vocabulary = preprocessing.text().vocabulary().size();
    Require.that(
        network.inputs() == 1 && network.outputs() == vocabulary,
        "the model's network has %d outputs, its vocabulary %d tokens",
        network.outputs(),
        vocabulary);
  }

  /**
   * The model in {@code folder}, on any Hadoop path.
   *
   * @throws SluiceException if there is none, a damaged one or one of something else
   */
  public static LanguageModel read(String folder, Configuration configuration) {
    Model model = StoredModels.read(folder, configuration);
    return new LanguageModel(model.spec(), model.theta(), Preprocessing.of(model));
  }

  TextInfo text() {
    return preprocessing.text();
  }

  Vocabulary vocabulary() {
    return new Vocabulary(text().vocabulary());
  }

  /** Refuses a text that was cut or numbered otherwise than the one the model was trained on. */
  void requireLike(TextInfo other) {
    Require.that(
        text().tokenisation().equals(other.tokenisation())
            && text().vocabulary().equals(other.vocabulary()),
        "the prepared text has other tokens than the model was trained with; prepare it with the"
            + " settings and the text of the model, or train anew");
  }
}
