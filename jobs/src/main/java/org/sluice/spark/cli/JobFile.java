package org.sluice.spark.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/**
 * A HOCON file, the {@code --set} options that override it, and the defaults beneath, read into a
 * {@link Job}. Relative paths in it stay relative to the working directory.
 */
final class JobFile {
  /** Beside this class: a cluster's jars may carry a reference.conf of their own at the root. */
  private static final String DEFAULTS = "reference.conf";

  private JobFile() {}

  /**
   * @param settings {@code name=value} each, later ones override earlier ones
   * @throws SluiceException naming the setting and its place, for whatever cannot be used
   */
  static Job read(Path file, List<String> settings) {
    Config config = merged(file, settings);
    try {
      Config whole = KindDefaults.spread(LayerDefaults.spread(config));
      return (Job) RecordReader.read(task(config).form(config).job(), whole.root());
    } catch (SluiceException e) {
      throw new SluiceException(e.getMessage() + place(config, e.getMessage()), e);
    }
  }

  private static Config merged(Path file, List<String> settings) {
    Require.that(
        Files.isRegularFile(file), "the job file %s does not exist or is not a file", file);
    Require.that(Files.isReadable(file), "the job file %s may not be read", file);
    try {
      Config config = KindDefaults.words(ConfigFactory.parseFile(file.toFile()));
      for (String setting : settings) {
        config = KindDefaults.words(override(setting)).withFallback(config);
      }
      return config.withFallback(defaults(config)).resolve();
    } catch (ConfigException e) {
      throw new SluiceException("the job file cannot be read: " + e.getMessage(), e);
    }
  }

  /** What all tasks have in common, below what stands in the groups of the job's own. */
  private static Config defaults(Config config) {
    Config all =
        ConfigFactory.parseURL(
            JobFile.class.getResource(DEFAULTS),
            ConfigParseOptions.defaults().setAllowMissing(false));
    Config common = Task.groups().reduce(all, Config::withoutPath, (one, other) -> one);
    Config job = config.withFallback(common).resolve();
    Task.Form form = task(job).form(job);
    if (!form.trains()) {
      common = common.withoutPath("model").withoutPath("training");
    }
    Config own = ConfigFactory.empty();
    for (String group : form.defaults()) {
      own = own.withFallback(all.getConfig(group));
    }
    return own.withFallback(common);
  }

  private static Task task(Config config) {
    return Require.oneOf("task", Scalars.text(config.getValue("task"), "task"), Task.class);
  }

  /**
   * Groups, lists, quoted texts and null are HOCON; anything else is taken as it stands, so that a
   * path may hold {@code ://} or {@code #}, which HOCON reads otherwise.
   */
  private static Config override(String setting) {
    int equals = setting.indexOf('=');
    Require.that(equals > 0, "--set takes name=value, got %s", setting);
    String name = setting.substring(0, equals).strip();
    String value = setting.substring(equals + 1).strip();
    String origin = "--set " + setting;
    try {
      return value.matches("(?s)[{\\[\"].*|null")
          ? ConfigFactory.parseString(
              name + "=" + value, ConfigParseOptions.defaults().setOriginDescription(origin))
          : ConfigValueFactory.fromAnyRef(value, origin).atPath(name);
    } catch (ConfigException e) {
      throw new SluiceException("--set " + setting + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the setting that a message begins with was written; nothing if it is a default. */
  private static String place(Config config, String message) {
    try {
      String setting = message.split("[ \\[]", 2)[0];
      if (config.hasPath(setting)) {
        ConfigOrigin origin = config.getValue(setting).origin();
        if (origin.description().startsWith("--set ")) {
          return " (" + origin.description().replaceFirst(": 1$", "") + ")";
        }
        if (origin.filename() != null && !origin.filename().endsWith("/" + DEFAULTS)) {
          return " (" + origin.filename() + ":" + origin.lineNumber() + ")";
        }
      }
    } catch (ConfigException e) {
      return ""; // the message does not begin with a setting
    }
    return "";
  }
}
