package org.sluice.spark.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.engine.io.Model;
import org.sluice.spark.prepare.DataSetInfo;

/**
 * What a model says of itself beside its parameters. No clock, no host, no path: the same job on
 * the same data makes the same file.
 */
record ModelCard(TrainingJob job, Origin origin, String sparkVersion) {

  Model model(EarlyStopping selected) {
    return new Model(
        origin.network(),
        selected.bestTheta(),
        new ObjectMapper().valueToTree(origin.preprocessing()),
        provenance(selected));
  }

  private Map<String, String> provenance(EarlyStopping selected) {
    DataSetInfo data = origin.preprocessing().data();
    Map<String, String> words = new LinkedHashMap<>();
    words.put("job", job.name());
    words.put("data fingerprint", data.fingerprint());
    words.put("rows", Long.toString(data.rows()));
    words.put("seed", Long.toString(job.training().seed()));
    words.put("epochs", Integer.toString(selected.epochs()));
    words.put("best epoch", Integer.toString(selected.bestEpoch()));
    words.put("validation loss", Double.toString(selected.bestLoss()));
    origin.vectors().ifPresent(print -> words.put("pretrained vectors", print));
    words.put("sluice version", version());
    words.put("spark version", sparkVersion);
    return words;
  }

  /** As the jar's manifest says; classes in a folder have none. */
  private static String version() {
    String version = ModelCard.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
