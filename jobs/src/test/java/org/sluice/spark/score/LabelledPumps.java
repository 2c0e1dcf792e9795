package org.sluice.spark.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.infer.Stepper;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.LabelSpec;
import org.sluice.spark.prepare.MissingSpec;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.SplitSpec;
import org.sluice.spark.prepare.TimeSpec;
import org.sluice.spark.shard.Preprocessing;
import org.sluice.spark.shard.SamplingSpec;

/**
 * A table of pumps a, b and c with 40, 33 and 25 rows, one a minute, and the state of each. The
 * training span is rows 0 to 19, the test span rows 30 to 39. Nothing is scaled.
 */
record LabelledPumps(Path folder) {
  static final int WINDOW = 6;
  static final int TEST = 30;
  static final List<String> PUMPS = List.of("a", "b", "c");

  static int rows(int pump) {
    return List.of(40, 33, 25).get(pump);
  }

  static float load(int pump, int row) {
    return (row * 7 + pump * 3) % 5 / 4f - 0.5f;
  }

  /** Low is the most frequent; row 31 has no state, row 38 one that training never shows. */
  static String state(int row) {
    return row == 31 ? "" : row == 38 ? "odd" : row % 3 == 0 ? "high" : "low";
  }

  /** With the columns pump, time and load, and maybe state and kind, which is a pump's own. */
  Path table(String name, boolean labels) {
    StringBuilder text = new StringBuilder("pump,time,load" + (labels ? ",state,kind" : "") + "\n");
    for (int row = 39; row >= 0; row--) { // in no order that a series has
      for (int pump = 0; pump < 3; pump++) {
        if (row < rows(pump)) {
          String label = labels ? "," + state(row) + ",kind-" + pump : "";
          text.append(
              "%s,2024-05-01 10:%02d,%s%s\n"
                  .formatted(PUMPS.get(pump), row, load(pump, row), label));
        }
      }
    }
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DataSpec spec(Path table, Optional<LabelSpec> label) {
    return new DataSpec(
        new SourceSpec("csv", table.toString(), Map.of("header", "true")),
        Optional.empty(),
        List.of("pump"),
        new TimeSpec("time", Optional.of("yyyy-MM-dd HH:mm"), "UTC", Duration.ofMinutes(1)),
        List.of("load"),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        label,
        SplitSpec.fractions(0.5, 0.25, 0.25),
        new ScaleSpec(ScaleSpec.Kind.NONE),
        MissingSpec.LAST,
        new BadRowsSpec(0.01),
        false);
  }

  static Optional<LabelSpec> label(String column, LabelSpec.Per per) {
    return Optional.of(
        new LabelSpec(
            column, Optional.of(per), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** Untrained, so that everything it reads makes a difference. */
  static Classifier untrained(DataSetInfo info, SamplingSpec sampling) {
    NetworkSpec network = network(info);
    return classifier(network, Network.of(network).initialise(7), info, sampling);
  }

  /** All weights zero, so that each class is as likely as any other. */
  static Classifier zero(DataSetInfo info, SamplingSpec sampling) {
    NetworkSpec network = network(info);
    return classifier(network, new float[Network.of(network).layout().size()], info, sampling);
  }

  private static NetworkSpec network(DataSetInfo info) {
    List<LayerSpec> layers = List.of(new LayerSpec(CellKind.LSTM, 5));
    return new NetworkSpec(info.features(), layers, info.classes().size());
  }

  private static Classifier classifier(
      NetworkSpec network, float[] theta, DataSetInfo info, SamplingSpec sampling) {
    return new Classifier(network, theta, new Preprocessing(info, WINDOW, 0, false, sampling));
  }

  /** Logits behind each of some rows of a pump, from the zero state. */
  static List<float[]> loop(Classifier classifier, int pump, int[] rows) {
    Stepper stepper = new Stepper(Network.of(classifier.network()), classifier.theta());
    Stepper.State state = stepper.newState(1);
    List<float[]> outputs = new ArrayList<>();
    for (int row : rows) {
      float[] y = new float[classifier.classes().size()];
      stepper.step(state, new float[] {load(pump, row)}, y);
      outputs.add(y);
    }
    return outputs;
  }
}
