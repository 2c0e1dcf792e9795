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
}
