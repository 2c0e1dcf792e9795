package org.sluice.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/**
 * Records of whole numbers, numbers, truths, enums and further such records, as JSON by the names
 * of their components; those of an {@link Inline} record stand among the others. What a plain
 * record has too is left out, so that a file without a component and a file from before there was
 * one say the same.
 */
final class RecordJson {
  private RecordJson() {}

  /** Puts the components of {@code record} that differ from those of {@code plain}. */
  static void encode(Record record, Record plain, ObjectNode node) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(component, record);
      Object usual = value(component, plain);
      if (value.equals(usual)) {
        continue;
      }
      String name = component.getName();
      if (component.isAnnotationPresent(Inline.class)) {
        encode((Record) value, (Record) usual, node);
      } else if (value instanceof Record inner) {
        encode(inner, (Record) usual, node.putObject(name));
      } else if (value instanceof Enum<?> constant) {
        node.put(name, Require.written(constant));
      } else {
        node.putPOJO(name, value);
      }
    }
  }

  /**
   * The record that {@code node} spells, with the components of {@code plain} where it says
   * nothing.
   *
   * @param group for messages
   */
  static <R extends Record> R decode(String file, String group, R plain, ObjectNode node)
      throws MalformedModelException {
    RecordComponent[] components = plain.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      Object usual = value(components[i], plain);
      if (components[i].isAnnotationPresent(Inline.class)) {
        values[i] = decode(file, group, (Record) usual, node);
        continue;
      }
      String name = group + "." + components[i].getName();
      JsonNode found = node.get(components[i].getName());
      values[i] = found == null ? usual : read(file, name, usual, found);
    }
    return construct(file, plain, components, values);
  }

  private static Object read(String file, String name, Object usual, JsonNode node)
      throws MalformedModelException {
    if (usual instanceof Record inner) {
      return decode(file, name, inner, Json.object(file, name, node));
    }
    if (usual instanceof Integer) {
      return (int) Json.natural(file, name, node, Integer.MAX_VALUE);
    }
    if (usual instanceof Boolean) {
      MalformedModelException.check(
          node.isBoolean(), file, "%s must be true or false, found %s", name, node);
      return node.booleanValue();
    }
    if (usual instanceof Double) {
      MalformedModelException.check(
          node.isNumber(), file, "%s must be a number, found %s", name, node);
      return node.doubleValue();
    }
    return constant(file, name, ((Enum<?>) usual).getDeclaringClass(), node);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is an enum's, its constants are of it
  private static Object constant(String file, String name, Class type, JsonNode node)
      throws MalformedModelException {
    try {
      return Require.oneOf(name, Json.string(file, name, node), type);
    } catch (SluiceException e) {
      throw new MalformedModelException(file, e.getMessage(), e);
    }
  }

  @SuppressWarnings("unchecked") // the constructor is that of the record's own class
  private static <R extends Record> R construct(
      String file, R plain, RecordComponent[] components, Object[] values)
      throws MalformedModelException {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = plain.getClass().getDeclaredConstructor(types);
      return (R) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SluiceException refused) {
        throw new MalformedModelException(file, refused.getMessage(), refused);
      }
      throw new IllegalStateException(plain.getClass() + " cannot be constructed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(plain.getClass() + " cannot be constructed", e);
    }
  }

  private static Object value(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
