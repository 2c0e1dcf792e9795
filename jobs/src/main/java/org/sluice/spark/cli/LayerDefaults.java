package org.sluice.spark.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * HOCON merges groups but not the elements of lists: so each group in {@code model.layers} takes
 * what it leaves out from the group {@code model.layerDefaults}, which then is gone.
 */
final class LayerDefaults {
  private static final String LAYERS = "model.layers";
  private static final String DEFAULTS = "model.layerDefaults";

  private LayerDefaults() {}

  static Config spread(Config config) {
    if (!config.hasPath(DEFAULTS)) {
      return config;
    }
    ConfigValue defaults = config.getValue(DEFAULTS);
    if (!(defaults instanceof ConfigObject)) {
      throw Scalars.wrong(DEFAULTS, "a group of settings, written in { }", defaults);
    }
    Config rest = config.withoutPath(DEFAULTS);
    boolean list =
        config.hasPath(LAYERS) && config.getValue(LAYERS).valueType() == ConfigValueType.LIST;
    return list ? rest.withValue(LAYERS, merged(config.getList(LAYERS), defaults)) : rest;
  }

  private static ConfigValue merged(ConfigList layers, ConfigValue defaults) {
    List<ConfigValue> merged = new ArrayList<>();
    for (ConfigValue layer : layers) {
      merged.add(layer.withFallback(defaults));
    }
    return ConfigValueFactory.fromIterable(merged).withOrigin(layers.origin());
  }
}
