package org.sluice.spark.prepare.text;

/** A text to be labelled: a bean for Spark. {@link UnlabelledTexts} says what it holds. */
public final class UnlabelledText {
  private long number;
  private String file;
  private long place;
  private String[] words;
  private int[] tokens;

  public long getNumber() {
    return number;
  }

  public void setNumber(long number) {
    this.number = number;
  }

  public String getFile() {
    return file;
  }

  public void setFile(String file) {
    this.file = file;
  }

  public long getPlace() {
    return place;
  }

  public void setPlace(long place) {
    this.place = place;
  }

  public String[] getWords() {
    return words;
  }

  public void setWords(String[] words) {
    this.words = words;
  }

  public int[] getTokens() {
    return tokens;
  }

  public void setTokens(int[] tokens) {
    this.tokens = tokens;
  }
}
