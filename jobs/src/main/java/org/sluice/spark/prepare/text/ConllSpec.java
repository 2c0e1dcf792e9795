package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.util.regex.Pattern;
import org.sluice.engine.base.Require;

/**
 * Which columns of a CoNLL file say what, counted from 1.
 *
 * @param form column of the token
 * @param tag column of its label
 */
public record ConllSpec(int form, int tag, Separator separator) implements Serializable {
  /** What stands between two columns. */
  public enum Separator {
    /** One tab: forms may hold blanks. */
    TAB("\t"),
    /** Any white space. */
    BLANK("\\s+");

    private final Pattern pattern;

    Separator(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }

    String[] split(String line) {
      return pattern.split(line, -1);
    }
  }

  public ConllSpec {
    Require.atLeast("data.conll.form", form, 1);
    Require.atLeast("data.conll.tag", tag, 1);
    Require.that(
        form != tag, "data.conll.form and data.conll.tag must be two columns, got %d twice", form);
  }

  /** Columns that a token's line has at least. */
  int columns() {
    return Math.max(form, tag);
  }

  /** Whether the first column numbers the tokens, as in CoNLL-U. */
  boolean numbered() {
    return form > 1 && tag > 1;
  }
}
