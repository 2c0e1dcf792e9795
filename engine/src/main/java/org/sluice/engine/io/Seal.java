package org.sluice.engine.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.sluice.engine.base.Sha256;

/**
 * A JSON file that holds its own checksum: the last member, {@code sha256}, is that of every byte
 * before its line. So a manifest can't be damaged, or edited, unnoticed.
 */
final class Seal {
  private static final ObjectWriter WRITER =
      Json.MAPPER.writer(
          // not the platform's line ends: the same bytes everywhere
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
  private static final int LENGTH = last(new byte[0]).length;

  private Seal() {}

  /** {@code root} as text of several lines and the seal behind its last member. */
  static byte[] encode(ObjectNode root) {
    try {
      String text = WRITER.writeValueAsString(root);
      String open = text.substring(0, text.lastIndexOf("\n}")) + ",\n";
      byte[] bytes = open.getBytes(StandardCharsets.UTF_8);
      byte[] out = Arrays.copyOf(bytes, bytes.length + LENGTH);
      System.arraycopy(last(bytes), 0, out, bytes.length, LENGTH);
      return out;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always valid JSON", e);
    }
  }

  static void check(String file, byte[] sealed) throws MalformedModelException {
    int from = Math.max(0, sealed.length - LENGTH);
    byte[] before = Arrays.copyOf(sealed, from);
    byte[] found = Arrays.copyOfRange(sealed, from, sealed.length);
    MalformedModelException.check(
        Arrays.equals(last(before), found),
        file,
        "damaged or edited: expected sha256 %s in its last line",
        hex(Sha256.digest().digest(before)));
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The last member and the end of the file, for the bytes before them. */
  private static byte[] last(byte[] before) {
    String line = "  \"sha256\" : \"" + hex(Sha256.digest().digest(before)) + "\"\n}\n";
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
