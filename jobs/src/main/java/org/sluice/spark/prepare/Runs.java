package org.sluice.spark.prepare;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Makes one thing of each run of neighbours that belong together, holding no more than one of them
 * back. What makes it must take the whole run.
 */
final class Runs<T, R> implements Iterator<R> {
  private final Iterator<T> items;
  private final BiPredicate<T, T> together;
  private final Function<Iterator<T>, R> make;
  private T ahead;

  Runs(Iterator<T> items, BiPredicate<T, T> together, Function<Iterator<T>, R> make) {
    this.items = items;
    this.together = together;
    this.make = make;
    move();
  }

  private T move() {
    T item = ahead;
    ahead = items.hasNext() ? items.next() : null;
    return item;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public R next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    return make.apply(new Run(ahead));
  }

  private final class Run implements Iterator<T> {
    private final T first;

    Run(T first) {
      this.first = first;
    }

    @Override
    public boolean hasNext() {
      return ahead != null && together.test(first, ahead);
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return move();
    }
  }
}
