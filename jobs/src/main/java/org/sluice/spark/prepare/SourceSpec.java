package org.sluice.spark.prepare;

import java.util.Map;
import org.sluice.engine.base.Require;

/**
 * A table as Spark's readers see it: {@code
 * spark.read().format(format).options(options).load(path)}.
 */
public record SourceSpec(String format, String path, Map<String, String> options) {
  public SourceSpec {
    Require.notBlank("data.source.format", format);
    Require.notBlank("data.source.path", path);
    options = Map.copyOf(options);
  }
}
