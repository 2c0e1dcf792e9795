package org.sluice.spark.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A column of names, as {@code dataset.json} describes it. Chunks hold 1 for the first kind, 2 for
 * the second and so on, and 0 for a name that is none of them.
 *
 * @param kinds names of the training span, the most frequent first; those of one count in the order
 *     of their code points
 * @param unknown how many values of each split are of no kind; splits without any are absent
 */
public record Category(
    String column,
    List<String> kinds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> unknown)
    implements Serializable {
  public Category {
    kinds = List.copyOf(kinds);
    unknown = unknown == null ? Map.of() : Map.copyOf(unknown); // a file may have none
  }

  /**
   * Where the kinds of {@code other} stand among these, by their place there; 0 for those that are
   * not among them. Empty where all are the same.
   */
  public float[] places(Category other) {
    if (kinds.equals(other.kinds)) {
      return new float[0];
    }
    KindEncoder encoder = new KindEncoder(kinds);
    float[] places = new float[other.kinds.size() + 1];
    for (int i = 1; i < places.length; i++) {
      places[i] = encoder.call(other.kinds.get(i - 1));
    }
    return places;
  }
}
