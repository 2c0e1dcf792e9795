package org.sluice.engine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Draws the lines that {@link AveragingBenchmark} printed into the files named, as SVG on standard
 * output: validation loss against steps of the stream trained on, of each algorithm and N at its
 * best rate and K.
 */
public final class AveragingPlot {
  private static final String[] COLOURS = {"#000000", "#d95f02", "#1b9e77", "#7570b3", "#e7298a"};
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;
  private static final int EDGE = 50;

  private record Point(
      String algorithm, int replicas, int localSteps, double rate, long samples, double loss) {
    static Point of(String line) {
      String[] words = line.split(" ");
      return new Point(
          words[0],
          Integer.parseInt(words[1]),
          Integer.parseInt(words[2]),
          Double.parseDouble(words[3]),
          Long.parseLong(words[6]),
          Double.parseDouble(words[7]));
    }

    boolean isOfTheSameTraining(Point other) {
      return rate == other.rate && localSteps == other.localSteps;
    }

    String curve() {
      return replicas == 1 ? "N = 1" : "N = " + replicas + ", " + algorithm;
    }
  }

  private final double most; // samples
  private final double least; // loss
  private final double range;

  private AveragingPlot(List<Point> points) {
    most = points.stream().mapToLong(Point::samples).max().orElseThrow();
    least = points.stream().mapToDouble(Point::loss).min().orElseThrow() - 0.02;
    range = 0.6;
  }

  public static void main(String[] files) throws IOException {
    List<Point> points = new ArrayList<>();
    for (String file : files) {
      Files.readAllLines(Path.of(file)).forEach(line -> points.add(Point.of(line)));
    }
    System.out.println(new AveragingPlot(points).svg(points));
  }

  private String svg(List<Point> points) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            WIDTH, HEIGHT));
    svg.append(text(EDGE, HEIGHT - 10, "steps trained on, millions"));
    svg.append(text(5, 15, "validation loss"));
    for (int i = 0; i <= 6; i++) {
      double loss = least + i * range / 6;
      svg.append(text(5, (int) y(loss) + 4, String.format(Locale.ROOT, "%.2f", loss)));
      long samples = Math.round(i * most / 6);
      svg.append(
          text(
              (int) x(samples) - 8,
              HEIGHT - 28,
              String.format(Locale.ROOT, "%.1f", samples / 1e6)));
    }
    int number = 0;
    for (Map.Entry<String, List<Point>> curve : best(points).entrySet()) {
      svg.append(curve(curve.getKey(), curve.getValue(), number++));
    }
    return svg.append("</svg>").toString();
  }

  /** Of each curve the points of the rate that ends lowest. */
  private static Map<String, List<Point>> best(List<Point> points) {
    Map<String, List<Point>> curves =
        points.stream()
            .collect(Collectors.groupingBy(Point::curve, TreeMap::new, Collectors.toList()));
    curves.replaceAll(
        (name, all) -> {
          long end = all.stream().mapToLong(Point::samples).max().orElseThrow();
          Point best =
              all.stream()
                  .filter(point -> point.samples == end)
                  .min(Comparator.comparingDouble(Point::loss))
                  .orElseThrow();
          return all.stream().filter(best::isOfTheSameTraining).toList();
        });
    return curves;
  }

  private String curve(String name, List<Point> points, int number) {
    String colour = COLOURS[number % COLOURS.length];
    String path =
        points.stream()
            .filter(point -> point.loss < least + range)
            .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", x(p.samples), y(p.loss)))
            .collect(Collectors.joining(" "));
    return String.format(
            "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>%n",
            colour, path)
        + text(WIDTH - 230, 30 + 16 * number, name)
            .replace("<text", "<text fill=\"" + colour + "\"");
  }

  private double x(double samples) {
    return EDGE + samples / most * (WIDTH - 2 * EDGE);
  }

  private double y(double loss) {
    return HEIGHT - EDGE - (loss - least) / range * (HEIGHT - 2 * EDGE);
  }

  private static String text(int x, int y, String words) {
    return String.format("<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, words);
  }
}
