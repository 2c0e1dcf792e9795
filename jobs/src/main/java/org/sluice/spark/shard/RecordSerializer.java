package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a record component by component, in their order, and reads it through its constructor,
 * checks included. Components may be numbers, text, enums, lists and anything that is registered,
 * or an interface of such, but not null. Kryo's own way fails on records: it sets fields, and those
 * of a record are final.
 */
public final class RecordSerializer<T extends Record> extends Serializer<T> {
  private final RecordComponent[] components;
  private final Constructor<T> constructor;

  public RecordSerializer(Class<T> type) {
    super(false, true);
    components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record without its canonical constructor: " + type, e);
    }
    constructor.setAccessible(true);
    for (RecordComponent component : components) {
      component.getAccessor().setAccessible(true);
    }
  }

  @Override
  public void write(Kryo kryo, Output output, T value) {
    try {
      for (RecordComponent component : components) {
        writeComponent(kryo, output, component.getType(), component.getAccessor().invoke(value));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + value.getClass(), e);
    }
  }

  @Override
  public T read(Kryo kryo, Input input, Class<T> type) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = readComponent(kryo, input, components[i].getType());
    }
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + type, e);
    }
  }

  private static void writeComponent(Kryo kryo, Output output, Class<?> type, Object value) {
    if (type == List.class) {
      List<?> list = (List<?>) value;
      output.writeInt(list.size(), true);
      list.forEach(element -> kryo.writeClassAndObject(output, element));
    } else if (type.isInterface()) {
      kryo.writeClassAndObject(output, value);
    } else {
      kryo.writeObject(output, value);
    }
  }

  private static Object readComponent(Kryo kryo, Input input, Class<?> type) {
    if (type != List.class) {
      return type.isInterface() ? kryo.readClassAndObject(input) : kryo.readObject(input, type);
    }
    int size = input.readInt(true);
    List<Object> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(kryo.readClassAndObject(input));
    }
    return List.copyOf(list);
  }
}
