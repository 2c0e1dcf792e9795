package org.sluice.spark.prepare;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** An iterator whose elements are made some at a time. */
public abstract class InPortions<T> implements Iterator<T> {
  private final Deque<T> ready = new ArrayDeque<>();
  private boolean more = true;

  /** Makes some elements or none, by {@link #add}; whether to call it again. */
  protected abstract boolean make();

  protected final void add(T element) {
    ready.add(element);
  }

  @Override
  public final boolean hasNext() {
    while (ready.isEmpty() && more) {
      more = make();
    }
    return !ready.isEmpty();
  }

  @Override
  public final T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
