package org.sluice.engine.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A token's bytes of UTF-8 and how they are written in a vocabulary: as the text they are, or,
 * where they are a part of a code point, in hexadecimal digits between angle brackets, which no
 * piece of a text can be. Bytes are held in a string too, a character each: such strings compare as
 * the code points of their texts do.
 */
final class TokenBytes {
  /** All single bytes as they are written, in order. */
  static final List<String> SINGLE =
      IntStream.range(0, 256).mapToObj(b -> written(Character.toString(b))).toList();

  private TokenBytes() {}

  /** The bytes of {@code text}. */
  static String ofText(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of a token that is written as {@code token}. */
  static String read(String token) {
    boolean digits = token.length() > 2 && token.charAt(0) == '<' && token.endsWith(">");
    return digits ? string(HexFormat.of().parseHex(token, 1, token.length() - 1)) : ofText(token);
  }

  static String written(String bytes) {
    byte[] array = array(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(array)).toString();
    } catch (CharacterCodingException e) {
      return "<" + HexFormat.of().formatHex(array) + ">";
    }
  }

  /** The text of bytes; those that are none become replacement characters. */
  static String text(String bytes) {
    return new String(array(bytes), StandardCharsets.UTF_8);
  }

  /** Code points that begin among the bytes. */
  static int codePoints(String bytes) {
    return (int) bytes.chars().filter(b -> (b & 0xC0) != 0x80).count();
  }

  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] array(String bytes) {
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }
}
