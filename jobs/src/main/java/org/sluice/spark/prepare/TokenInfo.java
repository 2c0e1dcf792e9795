package org.sluice.spark.prepare;

import java.util.List;
import org.sluice.engine.text.Tokenisation;

/** What is known of a data set made of text, labelled or not. */
public sealed interface TokenInfo extends DataSetInfo permits TextInfo, SequenceInfo {
  Tokenisation tokenisation();

  /** Tokens by their number. */
  List<String> vocabulary();
}
