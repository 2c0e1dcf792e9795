package org.sluice.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole state of a training between two rounds, as its files hold it: whatever arrays and
 * numbers the training names. Shares them with whoever made it; they are not to be changed any
 * more.
 *
 * @param arrays flat, such as parameters, moments and recurrent states; an empty one stays empty
 * @param numbers one or several under each name; infinities and NaN come back too
 * @param about what the training was asked to do, and on what; opaque here
 * @param history of the training so far, lines of text
 */
public record Checkpoint(
    Map<String, float[]> arrays, Map<String, double[]> numbers, JsonNode about, String history) {
  public Checkpoint {
    arrays = Collections.unmodifiableMap(new TreeMap<>(arrays));
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }
}
