package org.sluice.spark.train;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;

/** Records of settings as texts, under the names that a job file has for them. */
final class Settings {
  private Settings() {}

  /** Every setting of {@code group}; one that is absent is left out. */
  static Map<String, String> of(String group, Record settings) {
    Map<String, String> named = new TreeMap<>();
    add(group, settings, named);
    return named;
  }

  private static void add(String name, Object value, Map<String, String> named) {
    if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        boolean inline = component.isAnnotationPresent(Inline.class);
        String inner = inline ? name : name + "." + component.getName();
        add(inner, value(component, record), named);
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        add(name + "[" + i + "]", list.get(i), named);
      }
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> add(name, present, named));
    } else {
      named.put(
          name, value instanceof Enum<?> constant ? Require.written(constant) : value.toString());
    }
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true); // a record may be nested in a private one
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
