package org.sluice.spark.prepare;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;

/** What making a data set of a table and of a text have in common. */
public record Preparation(SparkSession users, Source source, Folder folder, boolean overwrite) {
  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

  /**
   * A data set of {@code fingerprint}: the one that is there already, or what {@code write} leaves
   * in the folder.
   *
   * @param files of the source; where there are none nobody knows whether it has changed
   */
  public PreparedDataSet run(List<String> files, String fingerprint, Runnable write) {
    if (folder.complete() && !overwrite) {
      return reuse(files, fingerprint);
    }
    try {
      write.run();
    } catch (Exception e) { // Spark throws checked ones undeclared
      source.refuseUnreadable(e);
      throw e;
    }
    return PreparedDataSet.open(users, folder.toString());
  }

  private PreparedDataSet reuse(List<String> files, String fingerprint) {
    PreparedDataSet found = PreparedDataSet.open(users, folder.toString(), true);
    Require.that(
        !files.isEmpty() && found.info().fingerprint().equals(fingerprint),
        "%s holds a data set of another source or other settings; give --overwrite to replace it",
        folder);
    LOG.info("{} was prepared from the same source and settings: it is used as it is", folder);
    return found;
  }
}
