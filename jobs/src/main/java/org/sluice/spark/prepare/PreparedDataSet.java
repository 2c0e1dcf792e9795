package org.sluice.spark.prepare;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.base.Require;

/** A data set that {@link Prepare} wrote: chunks, series and what is known of them. */
public final class PreparedDataSet {
  private static final StructType CHUNKS =
      new StructType()
          .add("split", DataTypes.StringType)
          .add("series", DataTypes.IntegerType)
          .add("start", DataTypes.LongType)
          .add("rows", DataTypes.IntegerType)
          .add("values", DataTypes.createArrayType(DataTypes.FloatType, false))
          .add("observed", DataTypes.createArrayType(DataTypes.BooleanType, false));

  private static final StructType LABELS =
      new StructType()
          .add("split", DataTypes.StringType)
          .add("series", DataTypes.IntegerType)
          .add("start", DataTypes.LongType)
          .add("labels", DataTypes.createArrayType(DataTypes.IntegerType, false));

  /** Of {@link #sequences}. */
  public static final StructType SEQUENCES =
      new StructType()
          .add("split", DataTypes.StringType)
          .add("document", DataTypes.LongType)
          .add("tokens", DataTypes.createArrayType(DataTypes.IntegerType, false))
          .add("labels", DataTypes.createArrayType(DataTypes.IntegerType, false));

  static final StructType SERIES =
      new StructType()
          .add("series", DataTypes.IntegerType)
          .add("key", DataTypes.createArrayType(DataTypes.StringType, false))
          .add("first", DataTypes.LongType)
          .add("last", DataTypes.LongType)
          .add("split", DataTypes.StringType);

  private final SparkSession spark;
  private final Folder folder;
  private final DataSetInfo info;
  private final boolean reused;

  private PreparedDataSet(SparkSession spark, Folder folder, boolean reused) {
    this.spark = spark;
    this.folder = folder;
    this.info = Manifest.read(folder);
    this.reused = reused;
  }

  /**
   * Opens what lies in {@code folder}, any Hadoop path.
   *
   * @throws org.sluice.engine.base.SluiceException if there is no whole data set, or one newer than
   *     this build
   */
  public static PreparedDataSet open(SparkSession spark, String folder) {
    return open(spark, folder, false);
  }

  static PreparedDataSet open(SparkSession spark, String path, boolean reused) {
    Folder folder = new Folder(spark, path);
    Require.that(
        folder.complete(), "%s holds no prepared data set; run sluice prepare first", folder);
    return new PreparedDataSet(spark, folder, reused);
  }

  public DataSetInfo info() {
    return info;
  }

  /** The session that reads it. */
  public SparkSession session() {
    return spark;
  }

  /**
   * What is known of a table.
   *
   * @throws org.sluice.engine.base.SluiceException if the data set was made of something else
   */
  public TableInfo table() {
    return info.asTable();
  }

  /**
   * What is known of a text.
   *
   * @throws org.sluice.engine.base.SluiceException if the data set was made of something else
   */
  public TextInfo text() {
    return info.asText();
  }

  /**
   * What is known of a text, labelled or not.
   *
   * @throws org.sluice.engine.base.SluiceException if the data set was made of something else
   */
  public TokenInfo tokens() {
    return info.asTokens();
  }

  /**
   * What is known of labelled sequences.
   *
   * @throws org.sluice.engine.base.SluiceException if the data set was made of something else
   */
  public SequenceInfo sequenceInfo() {
    return info.asSequences();
  }

  /** Whether {@link Prepare#run} found it there already, made from the same table and settings. */
  public boolean reused() {
    return reused;
  }

  public String folder() {
    return folder.toString();
  }

  /** Path of the vectors that {@link TextInfo#vectors} tells of. */
  public String vectors() {
    return folder.of(Folder.VECTORS);
  }

  /**
   * Columns {@code split (train | validation | test), series int, start long, rows int, values
   * array<float>, observed array<boolean>}, in no order: grid rows from {@code start} on, {@code
   * [n, C]} row-major, unscaled, 0 where not observed; {@code rows} of the n stand in the table.
   * Where a series has no chunk, nothing was observed.
   */
  public Dataset<Row> chunks() {
    return chunks(spark, folder);
  }

  /**
   * Columns {@code series int, key array<string>, first long, last long (grid indices, both
   * inclusive), split (train | validation | test)}, in no order; {@code split} is null where spans
   * are stretches of time.
   */
  public Dataset<Row> series() {
    return series(spark, folder);
  }

  /**
   * Columns {@code split (train | validation | test), series int, start long, labels array<int>},
   * in no order: labels of the grid rows from {@code start} on, as {@link LabelInfo} numbers them.
   * No model reads them.
   */
  public Dataset<Row> labels() {
    return labels(spark, folder);
  }

  /**
   * Columns {@code split (train | validation | test), document long, tokens array<int>, labels
   * array<int>}, in no order: what {@link SequenceInfo} says.
   */
  public Dataset<Row> sequences() {
    sequenceInfo();
    return sequences(spark, folder);
  }

  /** The same of a folder whose data set is not whole yet. */
  public static Dataset<Row> sequences(SparkSession spark, Folder folder) {
    return spark
        .read()
        .schema(SEQUENCES)
        .parquet(folder.of(Folder.SEQUENCES))
        .select(names(SEQUENCES));
  }

  static Dataset<Row> labels(SparkSession spark, Folder folder) {
    return spark.read().schema(LABELS).parquet(folder.of(Folder.LABELS)).select(names(LABELS));
  }

  static Dataset<Row> chunks(SparkSession spark, Folder folder) {
    return spark.read().schema(CHUNKS).parquet(folder.of(Folder.CHUNKS)).select(names(CHUNKS));
  }

  static Dataset<Row> series(SparkSession spark, Folder folder) {
    return spark.read().schema(SERIES).parquet(folder.of(Folder.SERIES));
  }

  // a partition column comes back last, whatever the schema says
  private static Column[] names(StructType schema) {
    return Arrays.stream(schema.fieldNames()).map(functions::col).toArray(Column[]::new);
  }
}
