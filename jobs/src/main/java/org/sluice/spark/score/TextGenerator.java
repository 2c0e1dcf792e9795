package org.sluice.spark.score;

import java.util.ArrayList;
import java.util.List;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.infer.Stepper;
import org.sluice.engine.network.Network;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Vocabulary;

/**
 * Writes text by a model: a token at a time, drawn from what the model says of the next. The same
 * seed draws the same text.
 */
public final class TextGenerator {
  private final Tokenisation tokenisation;
  private final Vocabulary vocabulary;
  private final GenerateSpec spec;
  private final Draws draws;
  private final Stepper stepper;
  private final Stepper.State state;
  private final float[] logits; // [V]

  public TextGenerator(LanguageModel model, GenerateSpec spec, long seed) {
    this.spec = spec;
    tokenisation = model.text().tokenisation();
    vocabulary = model.vocabulary();
    draws = Draws.of(seed, Purpose.SAMPLE);
    stepper = new Stepper(Network.of(model.network()), model.theta());
    state = stepper.newState(1);
    logits = new float[vocabulary.size()];
  }

  /** The prompt and what follows it, each document on a line of its own. */
  public String text() {
    state.reset();
    read(Vocabulary.END);
    List<String> tokens = new ArrayList<>();
    tokenisation.with(vocabulary).cut(spec.prompt(), (token, characters) -> tokens.add(token));
    tokens.forEach(token -> read(vocabulary.number(token)));
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < spec.tokens(); i++) {
      int next = draw(i);
      if (next == Vocabulary.END) {
        documents.add(tokenisation.join(tokens));
        tokens.clear();
      } else {
        tokens.add(vocabulary.token(next));
      }
      read(next);
    }
    documents.add(tokenisation.join(tokens));
    return String.join("\n", documents);
  }

  private void read(int token) {
    stepper.step(state, new float[] {token}, logits);
  }

  /** A token by its probability; never the unknown one, which is no text. */
  private int draw(int i) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int token = Vocabulary.END; token < logits.length; token++) {
      greatest = Math.max(greatest, logits[token]);
    }
    double[] shares = new double[logits.length]; // running sums
    for (int token = Vocabulary.END; token < logits.length; token++) {
      double share = StrictMath.exp((logits[token] - greatest) / spec.temperature());
      shares[token] = shares[token - 1] + share;
    }
    double wanted = draws.uniform(i) * shares[shares.length - 1];
    int token = Vocabulary.END;
    while (shares[token] <= wanted) {
      token++;
    }
    return token;
  }
}
