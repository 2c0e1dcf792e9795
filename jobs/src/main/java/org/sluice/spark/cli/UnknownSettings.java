package org.sluice.spark.cli;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.SluiceException;

/** Finds settings that no record knows, and the name that was probably meant. */
final class UnknownSettings {
  private final List<String> known = new ArrayList<>();

  private UnknownSettings(Class<?> root) {
    collect(root, "");
  }

  /** Throws for the first setting, in the order of names, that {@code type} has no place for. */
  static void refuse(Class<?> type, ConfigObject object) {
    new UnknownSettings(type).check(type, object, "");
  }

  private void collect(Class<?> type, String group) {
    for (RecordComponent component : components(type)) {
      String setting = RecordReader.path(group, component.getName());
      known.add(setting);
      if (RecordReader.inner(component.getGenericType()) instanceof Class<?> inner
          && inner.isRecord()) {
        collect(inner, setting);
      }
    }
  }

  private void check(Type type, ConfigValue value, String setting) {
    Type inner = RecordReader.inner(type);
    if (!(inner instanceof Class<?> plain) || !plain.isRecord()) {
      return;
    }
    if (value instanceof ConfigObject object) {
      checkGroup(plain, object, setting);
    } else if (value instanceof ConfigList list) {
      for (int i = 0; i < list.size(); i++) {
        check(inner, list.get(i), setting + "[" + i + "]");
      }
    }
  }

  private void checkGroup(Class<?> type, ConfigObject object, String group) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(object).entrySet()) {
      String setting = RecordReader.path(group, entry.getKey());
      Type component =
          component(type, entry.getKey())
              .orElseThrow(
                  () ->
                      new SluiceException(
                          setting + " is not a setting; " + hint(group, entry.getKey())));
      check(component, entry.getValue(), setting);
    }
  }

  private static Optional<Type> component(Class<?> type, String name) {
    for (RecordComponent component : components(type)) {
      if (component.getName().equals(name)) {
        return Optional.of(component.getGenericType());
      }
    }
    return Optional.empty();
  }

  /** Those of the settings that stand in a group of {@code type}. */
  private static List<RecordComponent> components(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .flatMap(
            component ->
                component.isAnnotationPresent(Inline.class)
                    ? components(component.getType()).stream()
                    : Stream.of(component))
        .toList();
  }

  /** Neighbours of the same group come first; then the same name elsewhere; then the group's. */
  private String hint(String group, String name) {
    List<String> siblings =
        known.stream().filter(path -> group(path).equals(plain(group))).toList();
    Optional<String> meant =
        nearest(name, siblings)
            .map(path -> RecordReader.path(group, name(path)))
            .or(() -> known.stream().filter(path -> name(path).equals(name)).findFirst())
            .or(() -> nearest(name, known));
    return meant
        .map(path -> "did you mean " + path + "?")
        .orElseGet(() -> "known here are " + String.join(", ", siblings));
  }

  private static Optional<String> nearest(String name, List<String> paths) {
    return paths.stream()
        .filter(path -> distance(name, name(path)) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(path -> distance(name, name(path))));
  }

  private static String plain(String group) {
    return group.replaceAll("\\[[0-9]+]", "");
  }

  private static String group(String path) {
    return path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /** Insertions, deletions, replacements and swaps of neighbours from one name to the other. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
