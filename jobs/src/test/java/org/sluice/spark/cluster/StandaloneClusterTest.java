package org.sluice.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.spark.SparkTest;

@Tag("slow")
final class StandaloneClusterTest {
  @Test
  void everyWorkerTakesTasksWithTheVectorModuleAtHand() throws IOException {
    List<ProcessHandle> workers;
    List<String> answers;
    try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
      workers = cluster.workers();
      answers = SparkTest.on(cluster.master(), cluster.settings(), spark -> ask(spark));
    }

    assertThat(answers).hasSize(2).doesNotHaveDuplicates().allMatch(a -> a.endsWith("true"));
    assertThat(workers).hasSize(2).noneMatch(ProcessHandle::isAlive);
  }

  private static List<String> ask(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext())
        .parallelize(List.of(0, 1), 2)
        .map(
            i ->
                SparkEnv.get().executorId()
                    + " "
                    + ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent())
        .collect();
  }
}
