package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.CoupledLstmCell;
import org.sluice.engine.cell.GruCell;
import org.sluice.engine.cell.LayerNormGruCell;
import org.sluice.engine.cell.LayerNormLstmCell;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.cell.MguCell;
import org.sluice.engine.cell.MinGruCell;
import org.sluice.engine.cell.ResetBeforeGruCell;
import org.sluice.engine.cell.RnnCell;
import org.sluice.engine.cell.RnnCell.Activation;
import org.sluice.engine.layer.Bidirectional;
import org.sluice.engine.layer.Categories;
import org.sluice.engine.layer.Dense;
import org.sluice.engine.layer.Dropout;
import org.sluice.engine.layer.Embedding;
import org.sluice.engine.layer.Highway;
import org.sluice.engine.layer.InitialState;
import org.sluice.engine.layer.Layer;
import org.sluice.engine.layer.LayerNorm;
import org.sluice.engine.layer.Recurrent;
import org.sluice.engine.layer.Residual;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * Builds layers from the bottom up. It names the recurrent ones as PyTorch does: consecutive layers
 * of one description are the layers 0, 1, … of one module.
 */
final class LayerBuilder {
  private static final String EMBEDDING = "embedding";
  private static final String CATEGORIES = "categories"; // a list of modules, as PyTorch has it
  private static final String HEAD = "head";

  /** The vectors of an embedding. */
  static final String VECTORS = EMBEDDING + ".weight";

  private final ParameterLayout.Builder layout;
  private final Map<CellKind, Integer> stacks = new EnumMap<>(CellKind.class);
  private final List<Named> built = new ArrayList<>();
  private LayerSpec last;
  private int index;
  private EmbeddingSpec embedding = EmbeddingSpec.NONE;
  private Optional<Block> tied = Optional.empty();

  /** A layer and what its parameters are called. */
  private record Named(LayerSpec spec, BlockNames names) {
    boolean own(Block block) {
      return names.own(block.name()) || names.reversed().own(block.name());
    }

    Optional<Initialiser> initialiser(ParameterLayout layout) {
      List<Block> blocks = layout.blocks().stream().filter(this::own).toList();
      return spec.initialisation().changesWeights()
          ? Optional.of(new Initialiser(spec.initialisation(), spec.cell(), blocks))
          : Optional.empty();
    }
  }

  LayerBuilder(ParameterLayout.Builder layout) {
    this.layout = layout;
  }

  Layer embedding(EmbeddingSpec spec) {
    embedding = spec;
    Embedding lookup;
    if (spec.tied()) {
      Block shared = Dense.weights(EMBEDDING, spec.width(), spec.vocabulary(), layout);
      tied = Optional.of(shared);
      lookup = Embedding.tied(shared);
    } else {
      lookup = new Embedding(EMBEDDING, spec.vocabulary(), spec.width(), layout);
    }
    return dropped(lookup, spec.dropout(), spec.mask());
  }

  /**
   * @param numbers inputs before those that are categories
   */
  Layer categories(List<CategorySpec> specs, int numbers) {
    List<Block> vectors = new ArrayList<>();
    for (CategorySpec spec : specs) {
      String name = CATEGORIES + "." + vectors.size() + ".weight";
      vectors.add(layout.matrix(name, 1, spec.kinds(), spec.width(), 1));
    }
    return new Categories(numbers, vectors);
  }

  /** The dense layer on top of what has been built. */
  Dense head(int inputs, int outputs) {
    Require.that(
        tied.isEmpty() || embedding.width() == inputs,
        "model.embedding.tied needs vectors as wide as the last layer's outputs, got"
            + " model.embedding.width = %d and %d outputs",
        embedding.width(),
        inputs);
    return tied.map(shared -> new Dense(HEAD, shared, layout))
        .orElseGet(() -> new Dense(HEAD, inputs, outputs, layout));
  }

  Layer next(LayerSpec spec, int inputs) {
    BlockNames names = names(spec);
    built.add(new Named(spec, names));
    Layer layer = scan(spec, names, inputs);
    layer = spec.normalise() ? new LayerNorm(layer, names, layout) : layer;
    layer = dropped(layer, spec.dropout().output(), spec.dropout().mask());
    return switch (spec.connection()) {
      case NONE -> layer;
      case RESIDUAL -> new Residual(layer, inputs);
      case HIGHWAY ->
          new Highway(layer, inputs, spec.initialisation().highwayBias(), names, layout);
    };
  }

  private static Layer dropped(Layer layer, double rate, DropoutSpec.Mask mask) {
    return rate == 0 ? layer : new Dropout(layer, rate, mask == DropoutSpec.Mask.WINDOW);
  }

  private Layer scan(LayerSpec spec, BlockNames names, int inputs) {
    Recurrent forwards = recurrent(spec, names, inputs);
    if (spec.direction() == Direction.FORWARD) {
      return forwards;
    }
    Recurrent backwards = recurrent(spec, names.reversed(), inputs);
    return new Bidirectional(forwards, backwards, spec.direction() == Direction.SUM);
  }

  private Recurrent recurrent(LayerSpec spec, BlockNames names, int inputs) {
    DropoutSpec dropout = spec.dropout();
    Recurrent.Noise noise = new Recurrent.Noise(dropout.zoneout(), dropout.candidate());
    Cell cell = cell(spec, names, inputs);
    return new Recurrent(cell, names.reverse(), noise, initial(spec, names, cell));
  }

  private InitialState initial(LayerSpec spec, BlockNames names, Cell cell) {
    return switch (spec.initialisation().state()) {
      case ZERO -> InitialState.ZERO;
      case RANDOM -> InitialState.random(spec.initialisation().stateBound());
      case LEARNED -> InitialState.learned(cell, names, layout);
    };
  }

  /** The recurrent weights of all layers built that some are to be left out of. */
  List<WeightDrop.Target> weightDrops(ParameterLayout layout) {
    List<WeightDrop.Target> targets = new ArrayList<>();
    for (Named layer : built) {
      double rate = layer.spec.dropout().weights();
      layout.blocks().stream()
          .filter(block -> rate > 0 && layer.own(block) && recurs(block))
          .forEach(block -> targets.add(new WeightDrop.Target(block, rate)));
    }
    return List.copyOf(targets);
  }

  /** Whether a recurrent layer's {@code block} is the matrix that its state is multiplied with. */
  static boolean recurs(Block block) {
    return block.name().contains("weight_hh");
  }

  /** For each layer built what draws its parameters as its settings want them, if they do. */
  List<Optional<Initialiser>> initialisers(ParameterLayout layout) {
    return built.stream().map(layer -> layer.initialiser(layout)).toList();
  }

  /** The blocks of all layers built that are not to be trained. */
  List<Block> frozen(ParameterLayout layout) {
    return layout.blocks().stream().filter(this::frozen).toList();
  }

  private boolean frozen(Block block) {
    return embedding.frozen() && block.name().startsWith(EMBEDDING + ".")
        || built.stream().anyMatch(layer -> layer.spec.frozen() && layer.own(block));
  }

  private BlockNames names(LayerSpec spec) {
    boolean same = last != null && spec.sameModule(last);
    index = same ? index + 1 : 0;
    int stack = stacks.merge(spec.cell(), same ? 0 : 1, Integer::sum);
    last = spec;
    String kind = Require.written(spec.cell()).replace('-', '_');
    return new BlockNames(stack == 1 ? kind : kind + stack, index, false);
  }

  private Cell cell(LayerSpec spec, BlockNames names, int inputs) {
    int hidden = spec.hidden();
    return switch (spec.cell()) {
      case LSTM -> new LstmCell(names, inputs, hidden, options(spec.unit()), layout);
      case GRU ->
          spec.unit().reset() == Reset.AFTER
              ? new GruCell(names, inputs, hidden, layout)
              : new ResetBeforeGruCell(names, inputs, hidden, layout);
      case RNN_TANH -> new RnnCell(names, inputs, hidden, Activation.TANH, layout);
      case RNN_RELU -> new RnnCell(names, inputs, hidden, Activation.RELU, layout);
      case COUPLED_LSTM -> new CoupledLstmCell(names, inputs, hidden, layout);
      case MGU -> new MguCell(names, inputs, hidden, layout);
      case MIN_GRU -> new MinGruCell(names, inputs, hidden, layout);
      case LAYER_NORM_LSTM -> new LayerNormLstmCell(names, inputs, hidden, layout);
      case LAYER_NORM_GRU -> new LayerNormGruCell(names, inputs, hidden, layout);
    };
  }

  private static LstmCell.Options options(CellSpec unit) {
    return new LstmCell.Options(unit.peepholes(), unit.projection(), unit.nonRecurrentProjection());
  }
}
