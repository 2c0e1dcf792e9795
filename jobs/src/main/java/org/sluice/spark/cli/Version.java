package org.sluice.spark.cli;

import java.util.Optional;
import org.apache.spark.package$;
import picocli.CommandLine.IVersionProvider;

/** Our version as the jar's manifest says it, and Spark's. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String own =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("unpacked");
    return new String[] {"sluice " + own + ", Spark " + package$.MODULE$.SPARK_VERSION()};
  }
}
