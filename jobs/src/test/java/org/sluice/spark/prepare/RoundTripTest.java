package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import org.apache.spark.sql.SparkSession;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

/** Whatever a table is like, what is prepared of it is what a few plain lines say. */
@Tag("slow")
final class RoundTripTest {
  private static final int SERIES = 12;
  private static final int STEPS = 2500; // more than two chunks
  private static final int GAP = 4; // steps

  /** A row: minutes since the grid's origin, load and heat, NaN where missing. */
  private record Line(int minute, float load, float heat) {
    float[] values() {
      return new float[] {load, heat};
    }
  }

  @Provide
  Arbitrary<RowRules> rules() {
    Arbitrary<Optional<Resample>> resample = Arbitraries.of(Resample.values()).optional();
    Arbitrary<Duplicates> duplicates =
        Arbitraries.of(Duplicates.values()).filter(kind -> kind != Duplicates.ERROR);
    Arbitrary<Optional<Duration>> gap = Arbitraries.of(Duration.ofMinutes(15L * GAP)).optional();
    return resample.flatMap(
        r -> duplicates.flatMap(d -> gap.map(g -> new RowRules(r, d, Optional.empty(), g))));
  }

  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  void cellsAreTheTablesWhateverThePartitions(@ForAll("rules") RowRules rules, @ForAll long seed)
      throws IOException {
    Map<String, List<Line>> table = table(new Random(seed), rules.resample().isPresent());
    Path folder = Files.createTempDirectory(Path.of("target"), "round-trip");
    Specs specs = Specs.pumps(Specs.csv(folder, lines(table, seed))).withRules(rules);

    PreparedDataSet one = prepare(specs, folder.resolve("one"), 1);
    PreparedDataSet seven = prepare(specs, folder.resolve("seven"), 7);

    Expected expected = new Expected(rules);
    table.forEach(expected::add);
    assertThat(Cells.series(one)).isEqualTo(expected.series);
    assertThat(observed(one)).isEqualTo(expected.cells);
    assertThat(Cells.of(seven)).isEqualTo(Cells.of(one));
    assertThat(Files.readString(folder.resolve("seven/dataset.json")))
        .isEqualTo(Files.readString(folder.resolve("one/dataset.json")));
  }

  private static PreparedDataSet prepare(Specs specs, Path folder, int partitions) {
    SparkSession spark = SparkTest.spark().newSession();
    spark.conf().set("spark.sql.shuffle.partitions", Integer.toString(partitions));
    spark.conf().set("spark.sql.adaptive.enabled", "false");
    return Prepare.run(spark, specs.spec(), folder.toString(), false);
  }

  /** Lines of {@link Cells#of} without the split and without rows where nothing was observed. */
  private static List<String> observed(PreparedDataSet data) {
    return Cells.of(data).stream()
        .filter(line -> !line.endsWith(": - -"))
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .toList();
  }

  /** Random series and one, z, with a row at every step, so that no span is without rows. */
  private static Map<String, List<Line>> table(Random random, boolean anyTime) {
    Map<String, List<Line>> table = new TreeMap<>();
    for (int s = 0; s < SERIES; s++) {
      List<Line> lines = new ArrayList<>();
      int step = random.nextInt(STEPS / 2);
      for (int n = random.nextInt(40); n >= 0 && step < STEPS; n--) {
        int minute = 15 * step + (anyTime ? random.nextInt(15) : 0);
        lines.add(new Line(minute, value(random), value(random)));
        step += random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(GAP);
      }
      table.put("s" + s, lines);
    }
    List<Line> whole = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      whole.add(new Line(15 * step, step, random.nextFloat()));
    }
    table.put("z", whole);
    return table;
  }

  private static float value(Random random) {
    return random.nextInt(4) == 0 ? Float.NaN : (random.nextInt(2000) - 1000) / 8f;
  }

  private static List<String> lines(Map<String, List<Line>> table, long seed) {
    List<String> lines = new ArrayList<>();
    table.forEach(
        (key, rows) ->
            rows.forEach(
                row ->
                    lines.add(
                        key
                            + ","
                            + Times.show(1_704_067_200_000L + row.minute() * 60_000L, "UTC")
                            + ","
                            + (Float.isNaN(row.load()) ? "" : row.load())
                            + ","
                            + (Float.isNaN(row.heat()) ? "" : row.heat()))));
    Collections.shuffle(lines, new Random(seed));
    return lines;
  }

  /** What a table becomes, said as plainly as can be. */
  private static final class Expected {
    private static final Comparator<Line> BY_VALUES =
        Comparator.comparing(Line::load).thenComparing(Line::heat);

    private final RowRules rules;
    private final List<String> series = new ArrayList<>();
    private final List<String> cells = new ArrayList<>();

    Expected(RowRules rules) {
      this.rules = rules;
    }

    void add(String key, List<Line> lines) {
      TreeMap<Integer, TreeMap<Integer, List<Line>>> steps = new TreeMap<>();
      for (Line line : lines) {
        steps
            .computeIfAbsent(line.minute() / 15, step -> new TreeMap<>())
            .computeIfAbsent(line.minute(), minute -> new ArrayList<>())
            .add(line);
      }
      List<Integer> piece = new ArrayList<>();
      for (int step : steps.keySet()) {
        boolean parted = rules.gap().isPresent() && !piece.isEmpty() && step - last(piece) > GAP;
        if (parted) {
          end(key, piece);
        }
        piece.add(step);
        cell(step, steps.get(step));
      }
      end(key, piece);
    }

    private static int last(List<Integer> piece) {
      return piece.get(piece.size() - 1);
    }

    private void end(String key, List<Integer> piece) {
      series.add(series.size() + " [" + key + "] " + piece.get(0) + ".." + last(piece));
      piece.clear();
    }

    private void cell(int step, TreeMap<Integer, List<Line>> times) {
      List<float[]> rows = times.values().stream().map(this::one).toList();
      String[] cells = new String[2];
      for (int c = 0; c < 2; c++) {
        int column = c;
        Resample kind = rules.resample().orElse(Resample.LAST);
        cells[c] = text(folded(kind, rows.stream().map(row -> row[column]).toList()));
      }
      if (!Arrays.equals(cells, new String[] {"-", "-"})) {
        this.cells.add(series.size() + " " + step + ": " + String.join(" ", cells));
      }
    }

    /** Of the rows at one time. */
    private float[] one(List<Line> lines) {
      List<Line> sorted = lines.stream().sorted(BY_VALUES).toList();
      return switch (rules.duplicates()) {
        case FIRST, ERROR -> sorted.get(0).values();
        case LAST -> sorted.get(sorted.size() - 1).values();
        case MEAN -> each(Resample.MEAN, sorted);
        case MIN -> each(Resample.MIN, sorted);
        case MAX -> each(Resample.MAX, sorted);
      };
    }

    private static float[] each(Resample kind, List<Line> lines) {
      return new float[] {
        folded(kind, lines.stream().map(Line::load).toList()),
        folded(kind, lines.stream().map(Line::heat).toList())
      };
    }

    // eighths of small whole numbers: their sums are exact in any order
    private static float folded(Resample kind, List<Float> all) {
      List<Float> values = all.stream().filter(value -> !value.isNaN()).toList();
      double sum = values.stream().mapToDouble(Float::doubleValue).sum();
      if (kind == Resample.COUNT) {
        return values.size();
      }
      if (values.isEmpty()) {
        return Float.NaN;
      }
      return switch (kind) {
        case MEAN -> (float) (sum / values.size());
        case SUM -> (float) sum;
        case MIN -> Collections.min(values);
        case MAX -> Collections.max(values);
        case LAST, COUNT -> values.get(values.size() - 1);
      };
    }

    private static String text(float value) {
      return Float.isNaN(value) ? "-" : Float.toString(value + 0.0f);
    }
  }
}
