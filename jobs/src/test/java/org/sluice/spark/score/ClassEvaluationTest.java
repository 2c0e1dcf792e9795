package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.metrics.Confusion;
import org.sluice.spark.score.ClassEvaluation.Left;
import org.sluice.spark.score.ClassEvaluation.Method;

final class ClassEvaluationTest {
  private static final List<String> NAMES = List.of("rest", "walk", "fall");

  @TempDir Path folder;

  /** Six times at rest, twice walking, and nobody falls. */
  private static ClassEvaluation evaluation(Left left) {
    Confusion confusion = new Confusion(3);
    confusion.add(0, 0, 5, 2);
    confusion.add(0, 1, 1, 1);
    confusion.add(1, 1, 1, 0.5);
    confusion.add(1, 0, 1, 0.5);
    return ClassEvaluation.of(confusion, left, NAMES, 0);
  }

  @Test
  void theMostFrequentClassIsWhatAModelMustBeat() {
    ClassEvaluation evaluation = evaluation(new Left(0, 0));
    ClassEvaluation.Figures model = evaluation.methods().get(Method.MODEL);
    ClassEvaluation.Figures most = evaluation.methods().get(Method.MOST_FREQUENT);
    assertThat(model.accuracy()).isEqualTo(0.75);
    assertThat(model.nats()).isEqualTo(0.5);
    assertThat(most.accuracy()).isEqualTo(0.75);
    assertThat(most.macroF1()).isEqualTo((12.0 / 14) / 2).isLessThan(model.macroF1());
    assertThat(most.nats()).isNull();
  }

  @Test
  void theReportIsJsonInTheOrderOfTheClasses() throws IOException {
    evaluation(new Left(4, 2)).write(folder.toString(), new Configuration());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.path("format").asInt()).isEqualTo(1);
    assertThat(json.path("labels").asLong()).isEqualTo(8);
    assertThat(json.at("/left/unseen").asLong()).isEqualTo(4);
    assertThat(json.at("/methods/mostFrequent/accuracy").asDouble()).isEqualTo(0.75);
    assertThat(json.path("classes").findValuesAsText("name")).isEqualTo(NAMES);
    assertThat(json.at("/classes/1/precision").asDouble()).isEqualTo(0.5);
    assertThat(json.at("/classes/1/mistakenFor").asText()).isEqualTo("rest");
    assertThat(json.at("/classes/2/f1").isNull()).isTrue();
  }

  @Test
  void theTableShowsMethodsAndClassesSideBySide() {
    assertThat(evaluation(new Left(1234, 0)).table())
        .startsWith("Test span: 8 labels of 3 classes; 1,234 unseen in training, not counted\n")
        .containsPattern("model +0.7500 +0.6667 +0.5000\\R")
        .containsPattern("always rest +0.7500 +0.4286 +-\\R")
        .containsPattern("walk +2 +0.5000 +0.5000 +0.5000 rest\\R")
        .containsPattern("fall +0 +- +- +-\\R");
    assertThat(evaluation(new Left(0, 3)).table()).contains("classes; 3 missing, not counted\n");
    assertThat(evaluation(new Left(0, 0)).table()).contains("of 3 classes\n");
  }

  @Test
  void ofManyClassesTheMostFrequentAreShown() {
    List<String> names = IntStream.range(0, 40).mapToObj(c -> "an endless name " + c).toList();
    Confusion confusion = new Confusion(40);
    IntStream.range(0, 40).forEach(c -> confusion.add(c, c, 1 + c, 0));
    String table = ClassEvaluation.of(confusion, new Left(0, 0), names, 0).table();
    assertThat(table.lines()).allMatch(line -> line.length() <= 80).hasSize(1 + 3 + 2 + 30 + 1);
    assertThat(table).endsWith("10 more classes: see evaluation.json\n");
    assertThat(table.indexOf("name 39")).isPositive().isLessThan(table.indexOf("name 38"));
    assertThat(table).doesNotContain("name 9 ");
  }
}
