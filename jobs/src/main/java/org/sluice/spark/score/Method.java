package org.sluice.spark.score;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose forecasts are compared. */
public enum Method {
  @JsonProperty("model")
  MODEL("model"),

  /** The last value observed before the forecast. */
  @JsonProperty("lastValue")
  LAST_VALUE("last value"),

  /** The value one season before, or as many whole seasons as it takes to be past. */
  @JsonProperty("lastSeason")
  LAST_SEASON("last season");

  private final String words;

  Method(String words) {
    this.words = words;
  }

  /** As tables show it. */
  public String words() {
    return words;
  }
}
