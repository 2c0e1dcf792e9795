package org.sluice.spark.cli;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.SluiceException;

/**
 * Reads a HOCON object into a record: a component takes the value of its own name. Components are
 * scalars ({@link Scalars}), {@code List}s, {@code Map<String, String>}s, {@code Optional}s of
 * these and further records, whose settings are a group unless they are {@link Inline}; one that is
 * not {@code Optional} must be there. Every error is a {@link SluiceException} whose message begins
 * with the full path of the setting.
 */
final class RecordReader {
  private RecordReader() {}

  static <R extends Record> R read(Class<R> type, ConfigObject object) {
    UnknownSettings.refuse(type, object);
    return type.cast(record(type, object, ""));
  }

  /** The full path of {@code name} inside {@code group}; the root group is the empty string. */
  static String path(String group, String name) {
    String last = ConfigUtil.joinPath(name);
    return group.isEmpty() ? last : group + "." + last;
  }

  /** What a component of type {@code List<X>} or {@code Optional<X>} holds, else its type. */
  static Type inner(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() != Map.class
        ? inner(generic.getActualTypeArguments()[0])
        : type;
  }

  private static Object record(Class<?> type, ConfigObject object, String group) {
    Object[] values =
        Stream.of(type.getRecordComponents()).map(c -> component(c, object, group)).toArray();
    return construct(type, values);
  }

  private static Object component(RecordComponent component, ConfigObject object, String group) {
    if (component.isAnnotationPresent(Inline.class)) {
      return record(component.getType(), object, group);
    }
    String setting = path(group, component.getName());
    ConfigValue value = object.get(component.getName());
    boolean absent = value == null || value.valueType() == ConfigValueType.NULL;
    if (component.getType() == Optional.class) {
      return absent
          ? Optional.empty()
          : Optional.of(value(inner(component.getGenericType()), value, setting));
    }
    if (absent) {
      throw new SluiceException(
          setting + " is missing and has no default; set it in the job file or with --set");
    }
    return value(component.getGenericType(), value, setting);
  }

  private static Object value(Type type, ConfigValue value, String setting) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? list(inner(generic), value, setting)
          : texts(value, setting);
    }
    Class<?> plain = (Class<?>) type;
    return plain.isRecord()
        ? record(plain, group(value, setting), setting)
        : Scalars.read(plain, value, setting);
  }

  private static List<Object> list(Type element, ConfigValue value, String setting) {
    if (!(value instanceof ConfigList list)) {
      throw Scalars.wrong(setting, "a list, written in [ ]", value);
    }
    List<Object> result = new ArrayList<>();
    for (ConfigValue item : list) {
      result.add(value(element, item, setting + "[" + result.size() + "]"));
    }
    return List.copyOf(result);
  }

  /** Dotted names of HOCON's nested groups become one name again, as Spark's options need it. */
  private static Map<String, String> texts(ConfigValue value, String setting) {
    Map<String, String> result = new TreeMap<>();
    group(value, setting)
        .toConfig()
        .entrySet()
        .forEach(
            entry -> {
              String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
              result.put(name, Scalars.text(entry.getValue(), path(setting, name)));
            });
    return result;
  }

  private static ConfigObject group(ConfigValue value, String setting) {
    if (value instanceof ConfigObject object) {
      return object;
    }
    throw Scalars.wrong(setting, "a group of settings, written in { }", value);
  }

  private static Object construct(Class<?> type, Object[] values) {
    try {
      Class<?>[] types =
          Stream.of(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException fromRecord) {
        throw fromRecord;
      }
      throw new IllegalStateException(type + " cannot be constructed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }
}
