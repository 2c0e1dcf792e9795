package org.sluice.spark.prepare;

import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import scala.jdk.javaapi.CollectionConverters;

/** A session beside the user's, on the same cluster, whose SQL settings are ours to change. */
public final class OwnSession {
  private OwnSession() {}

  /**
   * With the user's settings but for those that would change what a table means, or slow a small
   * one.
   */
  public static SparkSession of(SparkSession users, String zone) {
    SparkSession own = users.newSession();
    RuntimeConfig conf = own.conf();
    CollectionConverters.asJava(users.conf().getAll())
        .forEach(
            (key, value) -> {
              if (conf.isModifiable(key)) {
                conf.set(key, value);
              }
            });
    conf.set("spark.sql.session.timeZone", zone);
    conf.set("spark.sql.caseSensitive", "true");
    conf.set("spark.sql.legacy.timeParserPolicy", "CORRECTED");
    conf.set("spark.sql.ansi.enabled", "true");
    // an isolated session loads and compiles all generated code again, on every executor
    conf.set("spark.sql.artifact.isolation.enabled", "false");
    // or what is cached of a small table has as many parts as that of a large one
    conf.set("spark.sql.optimizer.canChangeCachedPlanOutputPartitioning", "true");
    return own;
  }
}
