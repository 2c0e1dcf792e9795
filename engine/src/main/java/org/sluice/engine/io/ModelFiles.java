package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.params.ParameterLayout;

/**
 * A model's folder: {@code weights.safetensors}, and {@code model.json}, written last, without
 * which the folder is no model. The format is described in {@code docs/model-files.md}.
 */
public final class ModelFiles {
  static final String WEIGHTS = "weights.safetensors";
  static final String MANIFEST = "model.json";

  private static final int MAX_MANIFEST = 100_000_000; // bytes

  private ModelFiles() {}

  /**
   * Writes both files; the same model always makes the same bytes.
   *
   * @throws SluiceException if a weight is not finite; nothing is written
   */
  public static void write(Model model, FileStore store) throws IOException {
    ParameterLayout layout = Network.of(model.spec()).layout();
    List<Tensor> tensors = Weights.tensors(layout, model.theta());
    MessageDigest digest = Seal.sha256();
    long length;
    try (OutputStream out = new DigestOutputStream(store.create(WEIGHTS), digest)) {
      length = Safetensors.write(tensors, out);
    }
    var weights =
        new Manifest.WeightsFile(length, Seal.hex(digest.digest()), Weights.shapes(layout));
    var preprocessing =
        model.preprocessing() == null ? NullNode.getInstance() : model.preprocessing();
    Manifest manifest = new Manifest(model.spec(), weights, preprocessing, model.provenance());
    try (OutputStream out = store.create(MANIFEST)) {
      out.write(manifest.encode());
    }
  }

  /**
   * Reads a model, whole and intact.
   *
   * @throws MalformedModelException if a file is missing, damaged or of a later format
   */
  public static Model read(FileStore store) throws IOException {
    String file = path(store, MANIFEST);
    Manifest manifest = Manifest.decode(file, manifestBytes(store));
    ParameterLayout layout = layout(file, manifest.spec());
    Weights.checkShapes(file, Weights.shapes(layout), manifest.weights().tensors());
    List<Tensor> tensors = tensors(store, manifest.weights());
    float[] theta = Weights.theta(path(store, WEIGHTS), layout, tensors);
    return new Model(manifest.spec(), theta, manifest.preprocessing(), manifest.provenance());
  }

  private static byte[] manifestBytes(FileStore store) throws IOException {
    String file = path(store, MANIFEST);
    check(store.exists(MANIFEST), file, "missing: the folder holds no finished model");
    try (InputStream in = store.open(MANIFEST)) {
      byte[] bytes = in.readNBytes(MAX_MANIFEST + 1);
      check(bytes.length <= MAX_MANIFEST, file, "longer than %d bytes", MAX_MANIFEST);
      return bytes;
    }
  }

  private static ParameterLayout layout(String file, NetworkSpec spec)
      throws MalformedModelException {
    try {
      return Network.of(spec).layout();
    } catch (SluiceException e) {
      throw new MalformedModelException(
          file, "no network can be built from it: " + e.getMessage(), e);
    }
  }

  private static List<Tensor> tensors(FileStore store, Manifest.WeightsFile expected)
      throws IOException {
    String file = path(store, WEIGHTS);
    check(store.exists(WEIGHTS), file, "missing, though %s names it", MANIFEST);
    MessageDigest digest = Seal.sha256();
    try (InputStream in = new DigestInputStream(store.open(WEIGHTS), digest)) {
      List<Tensor> tensors = Safetensors.read(file, in, expected.length());
      String found = Seal.hex(digest.digest());
      check(
          found.equals(expected.sha256()),
          file,
          "damaged: expected sha256 %s, found %s",
          expected.sha256(),
          found);
      return tensors;
    }
  }

  private static String path(FileStore store, String file) {
    return store.name() + "/" + file;
  }
}
