package org.sluice.engine.base;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Bytes of the arrays of numbers that an object of the engine holds on to: counted where they lie,
 * each array once, so that the figure cannot drift from what is allocated. Headers and small
 * objects are left out.
 */
public final class Footprint {
  private static final String ENGINE = "org.sluice.engine.";
  private static final Map<Class<?>, Integer> WIDTHS =
      Map.of(
          float.class, Float.BYTES,
          double.class, Double.BYTES,
          int.class, Integer.BYTES,
          long.class, Long.BYTES,
          byte.class, Byte.BYTES,
          boolean.class, 1);

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> ahead = new ArrayDeque<>();
  private long bytes;

  private Footprint() {}

  /** Follows the fields of the engine's own objects, arrays, collections and optionals. */
  public static long bytes(Object root) {
    Footprint footprint = new Footprint();
    footprint.visit(root);
    while (!footprint.ahead.isEmpty()) {
      footprint.open(footprint.ahead.pop());
    }
    return footprint.bytes;
  }

  private void visit(Object object) {
    if (object != null && !object.getClass().isEnum() && seen.add(object)) {
      ahead.push(object);
    }
  }

  private void open(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray() && type.getComponentType().isPrimitive()) {
      bytes += (long) Array.getLength(object) * WIDTHS.get(type.getComponentType());
    } else if (object instanceof Object[] elements) {
      for (Object element : elements) {
        visit(element);
      }
    } else if (object instanceof Iterable<?> elements) {
      elements.forEach(this::visit);
    } else if (object instanceof Map<?, ?> map) {
      map.values().forEach(this::visit);
    } else if (object instanceof Optional<?> value) {
      value.ifPresent(this::visit);
    } else if (type.getName().startsWith(ENGINE)) {
      for (Class<?> own = type; own != Object.class; own = own.getSuperclass()) {
        fields(object, own);
      }
    }
  }

  private void fields(Object object, Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
        try {
          field.setAccessible(true);
          visit(field.get(object));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field + " has just been made accessible", e);
        }
      }
    }
  }
}
