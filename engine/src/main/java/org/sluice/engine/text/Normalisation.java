package org.sluice.engine.text;

/** The normal form that a text is brought to before it is cut (Unicode Standard Annex 15). */
public enum Normalisation {
  NONE,
  NFC,

  /** Compatible characters become one: full-width letters plain ones, ligatures their letters. */
  NFKC
}
