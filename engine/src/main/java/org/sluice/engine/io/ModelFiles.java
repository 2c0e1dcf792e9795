package org.sluice.engine.io;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

  private ModelFiles() {}

  /**
   * Writes both files; the same model always makes the same bytes.
   *
   * @throws SluiceException if a weight is not finite; nothing is written
   */
  public static void write(Model model, FileStore store) throws IOException {
    ParameterLayout layout = Network.of(model.spec()).layout();
    List<Tensor> tensors = Weights.tensors(layout, model.theta());
    StoredFile file = StoredFile.write(store, WEIGHTS, out -> Safetensors.write(tensors, out));
    var weights = new Manifest.WeightsFile(file, Weights.shapes(layout));
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
    String file = StoredFile.path(store, MANIFEST);
    byte[] bytes = StoredFile.manifest(store, MANIFEST, "the folder holds no finished model");
    Manifest manifest = Manifest.decode(file, bytes);
    ParameterLayout layout = layout(file, manifest.spec());
    Weights.checkShapes(file, Weights.shapes(layout), manifest.weights().tensors());
    StoredFile weights = manifest.weights().file();
    float[] theta =
        weights.read(
            store, WEIGHTS, MANIFEST, (path, in, length) -> Weights.read(path, in, length, layout));
    return new Model(manifest.spec(), theta, manifest.preprocessing(), manifest.provenance());
  }

  /**
   * Reads weights without a manifest: a safetensors file of F32, F16 or BF16, such as PyTorch's,
   * that holds just the tensors of {@code spec} by the names of {@code docs/model-files.md}.
   *
   * @param file what messages call the stream
   * @return parameters in the network's layout
   * @throws MalformedModelException if the file is damaged or of another network
   */
  public static float[] readWeights(String file, InputStream in, NetworkSpec spec)
      throws IOException {
    return Weights.read(file, in, Long.MAX_VALUE, Network.of(spec).layout());
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
}
