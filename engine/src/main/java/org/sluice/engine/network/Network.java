package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.Require;
import org.sluice.engine.layer.Dense;
import org.sluice.engine.layer.Layer;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * The structure of a network: which layers, and where their parameters lie. Immutable, shared by
 * all threads.
 */
public final class Network {
  private final NetworkSpec spec;
  private final List<Layer> layers = new ArrayList<>();
  private final Dense head;
  private final ParameterLayout layout;
  private final List<WeightDrop.Target> weightDrops;
  private final List<Block> frozen;
  private final List<Optional<Initialiser>> initialisers;

  private Network(NetworkSpec spec, ParameterLayout.Builder builder) {
    this.spec = spec;
    LayerBuilder build = new LayerBuilder(builder);
    int width = spec.inputs();
    if (!spec.embedding().isNone()) {
      layers.add(build.embedding(spec.embedding()));
      width = spec.embedding().width();
    }
    if (!spec.categories().isEmpty()) {
      Layer vectors = build.categories(spec.categories(), width - spec.categories().size());
      layers.add(vectors);
      width = vectors.outputs();
    }
    for (LayerSpec layer : spec.layers()) {
      Layer built = build.next(layer, width);
      layers.add(built);
      width = built.outputs();
    }
    head = build.head(width, spec.outputs());
    layout = builder.build();
    weightDrops = build.weightDrops(layout);
    frozen = build.frozen(layout);
    initialisers = build.initialisers(layout);
  }

  public static Network of(NetworkSpec spec) {
    return new Network(spec, ParameterLayout.builder());
  }

  /**
   * This network with the matrices of {@code theta} built in, rounded to eight bits with a scale
   * for each output. It can only run forwards; its own parameters are the vectors, {@link
   * ParameterLayout#vectors}.
   */
  public Network rounded(float[] theta) {
    return new Network(spec, layout.rounded(theta));
  }

  public NetworkSpec spec() {
    return spec;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /**
   * Fresh parameters drawn from {@code seed}: weights uniform ±1/sqrt(H), biases 0, forget biases
   * 1, an embedding's vectors uniform ±0.1, those of categories ±1; or as the settings of a layer
   * say.
   */
  public float[] initialise(long seed) {
    float[] theta = new float[layout.size()];
    Draws draws = Draws.of(seed, Purpose.WEIGHTS);
    head.initialise(theta, draws.at(layers.size()));
    for (int l = 0; l < layers.size(); l++) { // a tied embedding is drawn over the head's weights
      layers.get(l).initialise(theta, draws.at(l));
    }
    for (int l = 0; l < initialisers.size(); l++) {
      Draws own = draws.at(layers.size() + 1 + l);
      initialisers.get(l).ifPresent(settings -> settings.initialise(theta, own));
    }
    return theta;
  }

  /** Sets the vector of {@code token}, {@code [E]}, in {@code theta}. */
  public void putVector(float[] theta, int token, float[] vector) {
    layout.block(LayerBuilder.VECTORS).putUnit(theta, token, vector);
  }

  /**
   * Floats of recurrent state of {@code rows} rows: for each layer and carried array [B, width].
   * Zero is the initial state, also where it is learned: then a layer's last float of each row says
   * whether its series has begun.
   */
  public int stateSize(int rows) {
    return rows * layers.stream().mapToInt(Layer::stateWidth).sum();
  }

  /**
   * Buffers for a forward and backward pass over batches of this shape.
   *
   * @param targetSteps how many of a window's steps, the last ones, are targets
   */
  public Workspace workspace(int steps, int rows, int targetSteps) {
    Require.that(
        targetSteps == 1 || spec.pooling() == Pooling.LAST,
        "model.pooling = %s makes one target of a window, which is training.sampling = windowed,"
            + " got %d steps with a target",
        Require.written(spec.pooling()),
        targetSteps);
    return new Workspace(this, steps, rows, targetSteps);
  }

  List<Layer> layers() {
    return layers;
  }

  Dense head() {
    return head;
  }

  WeightDrop weightDrop() {
    return new WeightDrop(weightDrops, layout.size());
  }

  /** The blocks that training leaves as they are. */
  public List<Block> frozen() {
    return frozen;
  }

  /**
   * Whether a layer's output may depend on later steps of its window: then nothing can be carried
   * from one window to the next.
   */
  public boolean readsAhead() {
    return spec.layers().stream().anyMatch(layer -> layer.direction().readsAhead());
  }
}
