package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.shard.HadoopFileStore;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

final class ModelSummaryTest {
  @TempDir Path folder;

  @Test
  void aModelOfLabelsSaysWhatItTellsApart() throws IOException {
    DataSetInfo info =
        new SequenceInfo(
            1,
            SequenceInfo.Labelling.TAG,
            new Tokenisation(Tokens.WORD, Normalisation.NONE, true),
            List.of("<unknown>", "<end>", "dog"),
            null,
            List.of("N", "V"),
            Map.of(),
            new DataSetInfo.Spans(0, 1, 2, 3),
            Map.of(),
            "by hand");
    Classifier model = LabelledPumps.zero(info, new SamplingSpec(Sampling.SEQUENCES, true, 0));
    Configuration hadoop = new Configuration();
    ModelFiles.write(
        new Model(
            model.network(),
            model.theta(),
            new ObjectMapper().valueToTree(model.preprocessing()),
            Map.of()),
        new HadoopFileStore(folder.toString(), hadoop));
    assertThat(ModelSummary.stored(folder.toString(), hadoop).orElseThrow())
        .contains("trained on sequences of at most 6 steps")
        .contains("reads text; a token is a word, the vocabulary has 3")
        .contains("tells the label of each step, one of 2: N, V")
        .doesNotContain("forecasts");
    assertThat(Classifier.read(folder.toString(), hadoop).classes()).containsExactly("N", "V");
  }
}
