package org.sluice.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Tokens that are bytes of UTF-8, written as two hexadecimal digits. */
final class Bytes {
  /** All 256, in order. */
  static final List<String> ALL =
      IntStream.range(0, 256).mapToObj(b -> HexFormat.of().toHexDigits((byte) b)).toList();

  private Bytes() {}

  static int cut(String text, TokenSink sink) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      boolean first = (b & 0xC0) != 0x80; // of its code point
      sink.token(ALL.get(b & 0xFF), first ? 1 : 0);
    }
    return 0;
  }

  /** Bytes that are not UTF-8 become replacement characters. */
  static String join(List<String> pieces) {
    return new String(HexFormat.of().parseHex(String.join("", pieces)), StandardCharsets.UTF_8);
  }
}
