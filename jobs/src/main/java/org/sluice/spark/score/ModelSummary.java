package org.sluice.spark.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.FileStore;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.engine.network.Network;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;
import org.sluice.spark.prepare.Category;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.prepare.TokenInfo;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.Sampling;

/** A model in words, for the console. */
public final class ModelSummary {
  private static final String MANIFEST = "model.json";
  private static final int MOST_CLASSES = 12; // named

  private final StringJoiner lines = new StringJoiner(System.lineSeparator());

  private ModelSummary() {}

  /**
   * Network, parameters, what it reads and makes, and where it comes from, of the model in {@code
   * folder}, any Hadoop path; several lines without a line end. Empty where there is no model.
   *
   * @throws SluiceException if the model cannot be read
   */
  public static Optional<String> stored(String folder, Configuration hadoop) {
    try {
      FileStore store = new HadoopFileStore(folder, hadoop);
      if (!store.exists(MANIFEST)) {
        return Optional.empty();
      }
      ModelSummary summary = new ModelSummary();
      summary.line("%s: a model", folder);
      summary.add(ModelFiles.read(store), network(store));
      return Optional.of(summary.lines.toString());
    } catch (IOException | IllegalArgumentException e) {
      throw new SluiceException("PATH " + folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** The network as its file tells it: without the settings that are the plain ones. */
  private static JsonNode network(FileStore store) throws IOException {
    try (InputStream in = store.open(MANIFEST)) {
      return new ObjectMapper().readTree(in).path("network");
    }
  }

  private void add(Model model, JsonNode network) {
    line("layers, from the input up:");
    network.path("layers").forEach(layer -> line("  %s", layer.toString().replace("\"", "")));
    parameters(Network.of(model.spec()).layout());
    if (!model.preprocessing().isNull()) {
      preprocessing(Preprocessing.of(model));
    }
    line("provenance:");
    model.provenance().forEach((name, words) -> line("  %-16s  %s", name, words));
  }

  private void parameters(ParameterLayout layout) {
    int width = layout.names().stream().mapToInt(String::length).max().orElse(0);
    String row = "  %-" + width + "s  %14s  %,14d";
    line("%,d parameters:", layout.elements());
    for (Block block : layout.blocks()) {
      line(row, block.name(), shape(block), block.elements());
    }
  }

  private static String shape(Block block) {
    return Arrays.stream(block.shape())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" x "));
  }

  private void preprocessing(Preprocessing preprocessing) {
    line("trained on %s %,d steps", unit(preprocessing), preprocessing.window());
    if (preprocessing.data() instanceof TokenInfo text) {
      line(
          "reads %stext; a token is a %s, the vocabulary has %,d",
          preprocessing.tellsLabels() ? "" : "and writes ",
          Require.written(text.tokenisation().tokens()),
          text.vocabulary().size());
    } else {
      reads(preprocessing.table());
    }
    if (preprocessing.tellsLabels()) {
      labels(preprocessing);
    } else if (preprocessing.data() instanceof TableInfo table) {
      forecasts(preprocessing, table);
    }
  }

  private static String unit(Preprocessing preprocessing) {
    boolean whole =
        preprocessing.tellsLabels() && preprocessing.labels().kind() == Sampling.SEQUENCES;
    return whole ? "sequences of at most" : "windows of";
  }

  private void reads(TableInfo table) {
    line(
        "reads a row every %s: %s",
        Durations.show(Duration.ofMillis(table.stepMillis())),
        String.join(", ", TrainedTable.features(table)));
    for (Category category : table.categories()) {
      line("and names: %s, of which it knows %,d", category.column(), category.kinds().size());
    }
  }

  private void labels(Preprocessing preprocessing) {
    List<String> classes = preprocessing.data().classes();
    int delay = preprocessing.labels().delay();
    line(
        "tells the label of %s, one of %,d: %s%s%s",
        preprocessing.labels().everyStep() ? "each step" : "a whole sequence",
        classes.size(),
        String.join(", ", classes.subList(0, Math.min(MOST_CLASSES, classes.size()))),
        classes.size() > MOST_CLASSES ? ", …" : "",
        delay == 0 ? "" : "; " + delay + " steps behind it");
  }

  private void forecasts(Preprocessing preprocessing, TableInfo table) {
    line(
        "forecasts %s, 1 to %d steps ahead%s",
        String.join(", ", table.targets()),
        preprocessing.horizon(),
        preprocessing.centered() ? ", measured from a window's last row" : "");
  }

  private void line(String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }
}
