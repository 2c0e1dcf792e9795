package org.sluice.engine.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.network.NetworkSpec;

/**
 * A trained model as its files hold it. Shares theta and preprocessing with whoever made it.
 *
 * @param theta flat parameters in the layout of {@code Network.of(spec).layout()}
 * @param preprocessing what has to be done to a table before the network reads it; opaque here
 * @param provenance where the model comes from, in words; kept in the order of its keys
 */
public record Model(
    NetworkSpec spec, float[] theta, JsonNode preprocessing, Map<String, String> provenance) {
  public Model {
    provenance = Collections.unmodifiableMap(new TreeMap<>(provenance));
  }
}
