package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.metrics.Confusion;
import org.sluice.engine.text.Normalisation;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.LabelSpec;
import org.sluice.spark.prepare.LabelSpec.Per;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.text.ConllSpec;
import org.sluice.spark.prepare.text.PrepareSequences;
import org.sluice.spark.prepare.text.SequenceSpec;
import org.sluice.spark.prepare.text.SequenceSplit;
import org.sluice.spark.prepare.text.TextSpec.VocabularySpec;
import org.sluice.spark.score.ClassEvaluation.Left;
import org.sluice.spark.score.ClassEvaluation.Method;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

final class ClassEvaluatorTest {
  private static final List<String> CLASSES = List.of("low", "high");

  @TempDir static Path folder;

  @BeforeAll
  static void prepare() {
    Path table = new LabelledPumps(folder).table("pumps.csv", true);
    pumps(table, "states", LabelledPumps.label("state", Per.STEP));
    pumps(table, "kinds", LabelledPumps.label("kind", Per.SEQUENCE));
  }

  private static PreparedDataSet prepared(SparkSession spark, String name) {
    return PreparedDataSet.open(spark, folder.resolve(name).toString());
  }

  private static PreparedDataSet kinds() {
    return prepared(SparkTest.spark(), "kinds");
  }

  private static PreparedDataSet states() {
    return prepared(SparkTest.spark(), "states");
  }

  private static PreparedDataSet pumps(Path table, String name, Optional<LabelSpec> label) {
    String prepared = folder.resolve(name).toString();
    return Prepare.run(SparkTest.spark(), LabelledPumps.spec(table, label), prepared, false);
  }

  @Test
  void aModelThatKnowsNothingIsAsGoodAsItsFirstClass() {
    SamplingSpec sampling = new SamplingSpec(Sampling.SEQUENCES, true, 0);
    ClassEvaluation evaluation =
        new ClassEvaluator(states(), LabelledPumps.zero(states().info(), sampling))
            .run(SparkTest.spark());

    // rows 30 to 39 of a and 30 to 32 of b, without 31 of both and 38 of a
    assertThat(evaluation.labels()).isEqualTo(10);
    assertThat(evaluation.left()).isEqualTo(new Left(1, 2));
    assertThat(evaluation.most()).isEqualTo("low");
    ClassEvaluation.Figures model = evaluation.methods().get(Method.MODEL);
    assertThat(model.accuracy()).isEqualTo(0.5);
    assertThat(model.nats()).isCloseTo(Math.log(2), within(1e-7));
    assertThat(evaluation.methods().get(Method.MOST_FREQUENT).accuracy()).isEqualTo(0.5);
    assertThat(evaluation.classes().get(1))
        .isEqualTo(new ClassEvaluation.ClassFigures("high", 5, null, 0.0, 0.0, "low"));
  }

  @ParameterizedTest
  @EnumSource(Sampling.class)
  void figuresAreThoseOfAPlainLoopOverTheTestSpan(Sampling kind) {
    int delay = kind == Sampling.STATEFUL ? 2 : 0;
    Classifier model =
        LabelledPumps.untrained(states().info(), new SamplingSpec(kind, true, delay));
    Confusion expected = new Confusion(2);
    for (int pump = 0; pump < 2; pump++) {
      for (int row = LabelledPumps.TEST; row < LabelledPumps.rows(pump); row++) {
        int actual = CLASSES.indexOf(LabelledPumps.state(row));
        if (actual >= 0) {
          float[] logits = last(LabelledPumps.loop(model, pump, read(kind, pump, row, delay)));
          double high = Math.exp(logits[1] - logits[0]);
          double nats = Math.log1p(actual == 0 ? high : 1 / high);
          expected.add(actual, logits[1] > logits[0] ? 1 : 0, nats);
        }
      }
    }
    ClassEvaluation evaluation = new ClassEvaluator(states(), model).run(SparkTest.spark());
    assertThat(evaluation.labels()).isEqualTo(expected.count());
    assertThat(evaluation.methods().get(Method.MODEL).accuracy()).isEqualTo(expected.accuracy());
    assertThat(evaluation.methods().get(Method.MODEL).nats())
        .isCloseTo(expected.meanNats(), within(1e-6));
  }

  /** Rows that the network reads from the zero state before it tells of {@code row}. */
  private static int[] read(Sampling kind, int pump, int row, int delay) {
    int test = LabelledPumps.TEST;
    int last = LabelledPumps.rows(pump) - 1;
    int first =
        switch (kind) {
          case WINDOWED -> row - LabelledPumps.WINDOW + 1;
          case STATEFUL -> test;
          case SEQUENCES -> row - (row - test) % LabelledPumps.WINDOW;
        };
    return IntStream.rangeClosed(first, row + delay).map(r -> Math.min(r, last)).toArray();
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  @Test
  void everyClusterFindsTheSameFiguresToTheLastBit() {
    List<ClassEvaluation> one = SparkTest.on("local[1]", Map.of(), this::evaluateEachWay);
    List<ClassEvaluation> two =
        SparkTest.on(
            "local[2]", Map.of("spark.sql.shuffle.partitions", "5"), this::evaluateEachWay);
    assertThat(two).isEqualTo(one);
  }

  private List<ClassEvaluation> evaluateEachWay(SparkSession spark) {
    PreparedDataSet data = prepared(spark, "states");
    List<ClassEvaluation> evaluations = new ArrayList<>();
    for (Sampling kind : Sampling.values()) {
      Classifier model = LabelledPumps.untrained(data.info(), new SamplingSpec(kind, true, 0));
      evaluations.add(new ClassEvaluator(data, model).run(spark));
    }
    return evaluations;
  }

  @ParameterizedTest
  @EnumSource(Sampling.class)
  void aSeriesWithOneLabelCountsOnce(Sampling kind) {
    Classifier model = LabelledPumps.untrained(kinds().info(), new SamplingSpec(kind, false, 0));
    ClassEvaluation evaluation = new ClassEvaluator(kinds(), model).run(SparkTest.spark());
    assertThat(evaluation.labels()).isEqualTo(2); // pump c has no row in the span
    assertThat(evaluation.classes()).extracting("count").containsExactly(1L, 1L, 0L);
  }

  @Test
  void aDataSetThatTheModelCannotBeMeasuredByIsRefused() {
    Classifier model =
        LabelledPumps.untrained(states().info(), new SamplingSpec(Sampling.STATEFUL, true, 0));
    assertThatThrownBy(() -> new ClassEvaluator(kinds(), model))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("the model tells labels of steps, but the prepared data has those");
    Path table = folder.resolve("pumps.csv");
    PreparedDataSet plain = pumps(table, "plain", Optional.empty());
    assertThatThrownBy(() -> new ClassEvaluator(plain, model))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("name their column in data.label");
  }

  @Test
  void tagsOfATextCountTokenByToken() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int sentence = 0; sentence < 8; sentence++) {
      text.append("the\tD\ndog\tN\nbarks\t").append(sentence == 7 ? "X" : "V").append("\n");
      text.append(sentence % 2 == 0 ? "loudly\tV\n\n" : "\n");
    }
    Files.writeString(folder.resolve("text.tsv"), text);
    SequenceSpec spec =
        new SequenceSpec.Tagged(
                new SourceSpec("conll", folder.resolve("text.tsv").toString(), Map.of()),
                new ConllSpec(1, 2, ConllSpec.Separator.TAB),
                new SequenceSpec.Forms(Normalisation.NONE, true, new VocabularySpec(300, 1)),
                new SequenceSplit(
                    Optional.of(0.5),
                    Optional.of(0.25),
                    Optional.of(0.25),
                    Optional.empty(),
                    Optional.empty()),
                new BadRowsSpec(0))
            .sequences();
    PreparedDataSet data =
        PrepareSequences.run(SparkTest.spark(), spec, folder.resolve("text").toString(), false);
    assertThat(data.info().classes()).containsExactly("V", "D", "N");
    Classifier model =
        LabelledPumps.zero(data.info(), new SamplingSpec(Sampling.SEQUENCES, true, 0));
    ClassEvaluation evaluation = new ClassEvaluator(data, model).run(SparkTest.spark());
    // "the dog barks loudly", "the dog barks", whose last token's tag training never showed
    assertThat(evaluation.labels()).isEqualTo(6);
    assertThat(evaluation.left()).isEqualTo(new Left(1, 0));
    assertThat(evaluation.most()).isEqualTo("V");
    assertThat(evaluation.classes()).extracting("count").containsExactly(2L, 2L, 2L);
    assertThat(evaluation.methods().get(Method.MODEL).nats()).isCloseTo(Math.log(3), within(1e-6));
  }
}
