package org.sluice.engine.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;

/**
 * What {@link AveragingBenchmark} learns to foretell, one step ahead.
 *
 * @param values [steps, width]: characters by number, or scaled readings
 * @param symbols numbers that a character may have; 0 for readings
 */
record Stream(float[] values, int width, int symbols) {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+(e-?[0-9]+)?");

  /** A table by sensors where the file is called so, else a text by characters. */
  static Stream of(Path file, int training, int validation) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8);
    return file.toString().endsWith(".csv")
        ? sensors(text, training)
        : characters(text.substring(0, Math.min(text.length(), training + validation)));
  }

  /** The most frequent ones are numbered by how often they come, the others are one. */
  private static Stream characters(String text) {
    int symbols = 80;
    Map<Integer, Long> counts =
        text.chars()
            .boxed()
            .collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.counting()));
    List<Integer> byCount = new ArrayList<>(counts.keySet());
    byCount.sort(Comparator.comparing(counts::get).reversed());
    float[] values = new float[text.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.min(byCount.indexOf((int) text.charAt(i)), symbols - 1);
    }
    return new Stream(values, 1, symbols);
  }

  /** Every column that is a number in the first row, to mean 0 and variance 1 of the training. */
  private static Stream sensors(String table, int training) {
    List<String[]> rows = table.lines().skip(1).map(line -> line.split(",", -1)).toList();
    int[] columns = numeric(rows.get(0));
    float[] values = new float[rows.size() * columns.length];
    for (int c = 0; c < columns.length; c++) {
      int column = columns[c];
      double[] readings =
          rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
      double mean = Arrays.stream(readings).limit(training).average().orElseThrow();
      double variance =
          Arrays.stream(readings)
              .limit(training)
              .map(r -> (r - mean) * (r - mean))
              .average()
              .orElseThrow();
      for (int i = 0; i < readings.length; i++) {
        values[i * columns.length + c] = (float) ((readings[i] - mean) / Math.sqrt(variance));
      }
    }
    return new Stream(values, columns.length, 0);
  }

  private static int[] numeric(String[] row) {
    List<Integer> columns = new ArrayList<>();
    for (int c = 0; c < row.length; c++) {
      if (NUMBER.matcher(row[c]).matches()) {
        columns.add(c);
      }
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Reads a stream of this kind, in one layer of so many units, and foretells its next step. */
  NetworkSpec network(int hidden) {
    List<LayerSpec> layers = List.of(new LayerSpec(CellKind.LSTM, hidden));
    return symbols == 0
        ? new NetworkSpec(width, layers, width)
        : new NetworkSpec(1, new EmbeddingSpec(symbols, 16), layers, symbols);
  }

  Loss loss() {
    return symbols == 0 ? new SquaredError() : new CrossEntropy(0);
  }
}
