package org.sluice.engine.io;

import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
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
    List<Tensor> tensors =
        manifest.weights().file().read(store, WEIGHTS, MANIFEST, Safetensors::read);
    float[] theta = Weights.theta(StoredFile.path(store, WEIGHTS), layout, tensors);
    return new Model(manifest.spec(), theta, manifest.preprocessing(), manifest.provenance());
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
