package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.sluice.engine.data.Shard;
import org.sluice.spark.SparkTest;
import scala.jdk.javaapi.CollectionConverters;

final class PlacedShardsTest {
  @Test
  void shardsAreTheSameAndPreferTheirPlaces() {
    List<List<String>> places =
        List.of(List.of("executor_a_1"), List.of("executor_b_2"), List.of());
    PlacedShards placed = new PlacedShards(shards().rdd(), places);

    assertThat(placed.toJavaRDD().collect()).isEqualTo(shards().collect());
    for (int i = 0; i < places.size(); i++) {
      assertThat(CollectionConverters.asJava(placed.preferredLocations(placed.partitions()[i])))
          .isEqualTo(places.get(i));
    }
  }

  @Test
  void cachedShardsAreWhereTheirExecutorIs() {
    JavaRDD<Shard> cached = shards().persist(StorageLevel.MEMORY_ONLY());
    cached.collect();

    assertThat(PlacedShards.places(cached.rdd()))
        .hasSize(3)
        .allSatisfy(place -> assertThat(place).singleElement().asString().endsWith("_driver"));
    cached.unpersist(true);
  }

  private static JavaRDD<Shard> shards() {
    List<Shard> shards =
        IntStream.range(0, 3).mapToObj(i -> new Shard(i, List.of(), List.of())).toList();
    return JavaSparkContext.fromSparkContext(SparkTest.spark().sparkContext())
        .parallelize(shards, 3);
  }
}
