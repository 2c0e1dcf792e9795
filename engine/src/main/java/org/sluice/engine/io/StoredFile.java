package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import org.sluice.engine.base.Sha256;

/**
 * A file of a folder as the folder's manifest describes it.
 *
 * @param length in bytes
 * @param sha256 of its bytes, in hexadecimal
 */
record StoredFile(long length, String sha256) {
  private static final int MAX_MANIFEST = 100_000_000; // bytes

  /** Writes a file to {@code out} and says how long it is. */
  interface Writer {
    long write(OutputStream out) throws IOException;
  }

  /** Reads a whole file that has {@code length} bytes; {@code file} is for messages. */
  interface Reader<T> {
    T read(String file, InputStream in, long length) throws IOException;
  }

  static StoredFile write(FileStore store, String file, Writer writer) throws IOException {
    MessageDigest digest = Sha256.digest();
    long length;
    try (OutputStream out = new DigestOutputStream(store.create(file), digest)) {
      length = writer.write(out);
    }
    return new StoredFile(length, Seal.hex(digest.digest()));
  }

  /**
   * What {@code reader} makes of {@code file}, which must be the one described here.
   *
   * @param manifest the file that names it, for messages
   */
  <T> T read(FileStore store, String file, String manifest, Reader<T> reader) throws IOException {
    String path = path(store, file);
    check(store.exists(file), path, "missing, though %s names it", manifest);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(store.open(file), digest)) {
      T result = reader.read(path, in, length);
      String found = Seal.hex(digest.digest());
      check(found.equals(sha256), path, "damaged: expected sha256 %s, found %s", sha256, found);
      return result;
    }
  }

  /**
   * The bytes of a manifest, still to be checked; {@code absent} says what it means to have none.
   */
  static byte[] manifest(FileStore store, String file, String absent) throws IOException {
    String path = path(store, file);
    check(store.exists(file), path, "missing: %s", absent);
    try (InputStream in = store.open(file)) {
      byte[] bytes = in.readNBytes(MAX_MANIFEST + 1);
      check(bytes.length <= MAX_MANIFEST, path, "longer than %d bytes", MAX_MANIFEST);
      return bytes;
    }
  }

  static String path(FileStore store, String file) {
    return store.name() + "/" + file;
  }

  void encode(ObjectNode node) {
    node.put("length", length).put("sha256", sha256);
  }

  /**
   * @param name of the member that {@code node} is
   */
  static StoredFile decode(String file, String name, ObjectNode node)
      throws MalformedModelException {
    return new StoredFile(
        Json.natural(file, name + ".length", node.get("length"), Long.MAX_VALUE),
        Json.string(file, name + ".sha256", node.get("sha256")));
  }
}
