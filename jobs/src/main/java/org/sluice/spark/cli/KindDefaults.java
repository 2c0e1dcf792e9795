package org.sluice.spark.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups whose defaults depend on what kind they are of. {@code training.optimizer} takes what it
 * leaves out from {@code training.optimizerDefaults}: first from the group there that is called
 * like its kind, then from what stands beside those groups. A word in place of a group is its kind.
 */
final class KindDefaults {
  private static final List<String> GROUPS =
      List.of(
          "data.scale",
          "training.averaging",
          "training.optimizer",
          "training.schedule",
          "training.loss");

  private KindDefaults() {}

  /** Groups in place of words, as it must be before a file's settings are put above another's. */
  static Config words(Config config) {
    Config groups = config;
    for (String name : GROUPS) {
      Optional<ConfigValue> word = value(config, name).filter(KindDefaults::isWord);
      if (word.isPresent()) {
        groups = groups.withValue(name, word.get().atKey("kind").root());
      }
    }
    return groups;
  }

  /** Nothing too where a substitution stands in the way: what it brings must be a group. */
  private static Optional<ConfigValue> value(Config config, String name) {
    try {
      return config.hasPath(name) ? Optional.of(config.getValue(name)) : Optional.empty();
    } catch (ConfigException.NotResolved e) {
      return Optional.empty();
    }
  }

  static Config spread(Config config) {
    Config spread = config;
    for (String group : GROUPS) {
      spread = spread(spread, group);
    }
    return spread;
  }

  private static Config spread(Config config, String name) {
    if (!config.hasPath(name) && !config.hasPath(name + "Defaults")) {
      return config; // not of this task
    }
    ConfigObject defaults = defaults(config, name + "Defaults");
    Config rest = config.withoutPath(name + "Defaults");
    ConfigValue own = value(config, name).orElse(ConfigFactory.empty().root());
    return own instanceof ConfigObject group
        ? rest.withValue(name, merged(group, defaults))
        : rest; // for the reader to refuse
  }

  private static ConfigObject defaults(Config config, String name) {
    if (!config.hasPath(name)) {
      return ConfigFactory.empty().root();
    }
    if (config.getValue(name) instanceof ConfigObject object) {
      return object;
    }
    throw Scalars.wrong(name, "a group of settings, written in { }", config.getValue(name));
  }

  private static ConfigObject merged(ConfigObject group, ConfigObject defaults) {
    ConfigObject common = defaults;
    for (Map.Entry<String, ConfigValue> entry : defaults.entrySet()) {
      if (entry.getValue() instanceof ConfigObject) {
        common = common.withoutKey(entry.getKey());
      }
    }
    ConfigValue kind = group.withFallback(common).get("kind");
    boolean known =
        kind != null && isWord(kind) && defaults.get(word(kind)) instanceof ConfigObject;
    return known
        ? group.withFallback(defaults.get(word(kind))).withFallback(common)
        : group.withFallback(common);
  }

  private static boolean isWord(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING;
  }

  private static String word(ConfigValue value) {
    return (String) value.unwrapped();
  }
}
