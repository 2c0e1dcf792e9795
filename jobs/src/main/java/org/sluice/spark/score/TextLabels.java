package org.sluice.spark.score;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.text.UnlabelledText;
import org.sluice.spark.shard.Cut;
import org.sluice.spark.shard.SamplingSpec;
import org.sluice.spark.shard.SeriesTable;
import org.sluice.spark.shard.ShardPlan;

/**
 * What a network takes texts or their tokens for, a row for each text in the same order. As in
 * training, of a document that is longer than the window the end is read, and a sentence is parted.
 */
record TextLabels(
    NetworkSpec network,
    Broadcast<float[]> theta,
    Framing framing,
    SamplingSpec sampling,
    List<String> classes)
    implements MapPartitionsFunction<UnlabelledText, Row> {
  /** Texts that are held at a time. */
  private static final int PORTION = 512;

  /** Null are label and probability of a text without a token. */
  static final StructType OF_TEXTS =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("row", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType);

  static final StructType OF_TOKENS =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("line", DataTypes.LongType)
          .add("tokens", DataTypes.createArrayType(DataTypes.StringType, false))
          .add("labels", DataTypes.createArrayType(DataTypes.StringType, false));

  StructType schema() {
    return sampling.everyStep() ? OF_TOKENS : OF_TEXTS;
  }

  @Override
  public Iterator<Row> call(Iterator<UnlabelledText> texts) {
    LabelPass pass = new LabelPass(network, theta.value(), framing, sampling);
    return new InPortions<>() {
      @Override
      protected boolean make() {
        List<UnlabelledText> portion = new ArrayList<>();
        while (texts.hasNext() && portion.size() < PORTION) {
          portion.add(texts.next());
        }
        told(portion, pass).forEach(told -> add(row(told)));
        return texts.hasNext();
      }
    };
  }

  private List<Told> told(List<UnlabelledText> texts, LabelPass pass) {
    List<Told> all = texts.stream().map(Told::new).toList();
    List<Segment> segments = new ArrayList<>();
    List<Told> owners = new ArrayList<>(); // of the segments
    List<Cut> cuts = cuts(texts);
    for (Cut cut : cuts) {
      Told told = all.get(cut.series());
      segments.add(segment(told.text.getTokens(), (int) cut.start(), cut.rows()));
      owners.add(told);
    }
    Softmax softmax = new Softmax(network.outputs());
    pass.each(
        new Shard(0, segments, List.of()),
        cuts,
        (s, row, logits, at) -> {
          softmax.read(logits, at);
          owners.get(s).put((int) segments.get(s).start() + row, softmax);
        });
    return all;
  }

  /** Where texts, each a series of its tokens, begin and end as sequences. */
  private List<Cut> cuts(List<UnlabelledText> texts) {
    long[] last = texts.stream().mapToLong(text -> text.getTokens().length - 1).toArray();
    return ShardPlan.sequences(
            new SeriesTable(new long[last.length], last),
            0,
            Integer.MAX_VALUE,
            framing.window().steps(),
            sampling.everyStep(),
            1)
        .cuts(0);
  }

  /** Tokens in one column, and none of the labels in the one behind it. */
  private static Segment segment(int[] tokens, int start, int rows) {
    float[] values = new float[2 * rows];
    BitSet missing = new BitSet(2 * rows);
    for (int row = 0; row < rows; row++) {
      values[2 * row] = tokens[start + row];
      missing.set(2 * row + 1);
    }
    return new Segment(0, start, 2, values, missing);
  }

  private Row row(Told told) {
    UnlabelledText text = told.text;
    if (sampling.everyStep()) {
      String[] labels = new String[told.classes.length];
      for (int t = 0; t < labels.length; t++) {
        labels[t] = classes.get(told.classes[t]);
      }
      return RowFactory.create(text.getFile(), text.getPlace(), text.getWords(), labels);
    }
    boolean empty = text.getTokens().length == 0;
    return RowFactory.create(
        text.getFile(),
        text.getPlace(),
        text.getWords()[0],
        empty ? null : classes.get(told.classes[text.getTokens().length - 1]),
        empty ? null : told.probability);
  }

  /** Of one text. */
  private static final class Told {
    private final UnlabelledText text;
    private final int[] classes; // of its tokens; a document's stands at the last
    private double probability; // of the last

    Told(UnlabelledText text) {
      this.text = text;
      this.classes = new int[text.getTokens().length];
    }

    void put(int token, Softmax softmax) {
      classes[token] = softmax.likeliest();
      probability = softmax.probability(softmax.likeliest());
    }
  }
}
