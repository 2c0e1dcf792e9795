package org.sluice.spark.prepare.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes CoNLL lines apart: a line a token, a blank line behind each sentence. Comments and, where
 * lines are numbered, those of several words ({@code 1-2}) and of empty nodes ({@code 1.1}) are
 * passed over. A line is ragged that lacks a column, has an empty form or tag, or has other columns
 * than the first of its sentence. Where tags are to be told, not read, none is asked for.
 */
final class Sentences {
  /**
   * Forms and tags side by side.
   *
   * @param line of its first token, or of the first that is ragged, from 0
   */
  record Sentence(List<String> forms, List<String> tags, int line, boolean ragged) {}

  private static final Pattern NO_TOKEN = Pattern.compile("\\d+[-.]\\d+");

  private final ConllSpec spec;
  private final boolean tagged;
  private final List<Sentence> sentences = new ArrayList<>();
  private List<String> forms = new ArrayList<>();
  private List<String> tags = new ArrayList<>();
  private int columns;
  private int first;
  private int ragged;

  private Sentences(ConllSpec spec, boolean tagged) {
    this.spec = spec;
    this.tagged = tagged;
    begin();
  }

  /**
   * @param tagged whether tags are read
   */
  static List<Sentence> of(String text, ConllSpec spec, boolean tagged) {
    Sentences sentences = new Sentences(spec, tagged);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      sentences.take(
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i], i);
    }
    sentences.end();
    return sentences.sentences;
  }

  private void begin() {
    forms = new ArrayList<>();
    tags = new ArrayList<>();
    columns = 0;
    first = -1;
    ragged = -1;
  }

  private void take(String line, int number) {
    if (line.isBlank()) {
      end();
      return;
    }
    String[] cells = spec.separator().split(line);
    if (comment(line, cells) || spec.numbered() && NO_TOKEN.matcher(cells[0]).matches()) {
      return;
    }
    if (first < 0) {
      first = number;
      columns = cells.length;
    }
    if (cells.length != columns || cells.length < needed() || blank(cells)) {
      ragged = ragged < 0 ? number : ragged;
      return;
    }
    forms.add(cells[spec.form() - 1]);
    if (tagged) {
      tags.add(cells[spec.tag() - 1]);
    }
  }

  /** Columns that a token's line has at least. */
  private int needed() {
    return tagged ? spec.columns() : spec.form();
  }

  /**
   * A line that begins with the sign may be a token's where lines are not numbered. One of a single
   * column that may go without a tag is a comment if a blank follows.
   */
  private boolean comment(String line, String[] cells) {
    boolean lone = cells.length < spec.columns() && line.startsWith("# ");
    return line.charAt(0) == '#' && (spec.numbered() || cells.length < needed() || lone);
  }

  private boolean blank(String[] cells) {
    return cells[spec.form() - 1].isBlank() || tagged && cells[spec.tag() - 1].isBlank();
  }

  private void end() {
    if (first >= 0) {
      sentences.add(new Sentence(forms, tags, ragged < 0 ? first : ragged, ragged >= 0));
    }
    begin();
  }
}
