package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.CategorySpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Connection;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.InitialisationSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.network.Reset;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

class ModelFilesTest {
  private static final int[] AWKWARD = {1, 3, 15, 16, 17, 63, 65};

  @Property(tries = 60)
  void aModelComesBackBitForBit(
      @ForAll @IntRange(max = 6) int hidden,
      @ForAll @IntRange(max = 6) int outputs,
      @ForAll @IntRange(min = 1, max = 3) int layers,
      @ForAll @IntRange(min = 1, max = 20) int inputs,
      @ForAll long seed)
      throws IOException {
    NetworkSpec spec = Examples.spec(inputs, AWKWARD[hidden], layers, AWKWARD[outputs]);
    Model model = Examples.model(spec, Examples.theta(Examples.layout(spec), seed));
    assertSame(ModelFiles.read(Examples.written(model)), model);
  }

  @Test
  void theOptionsOfLayersComeBack() throws IOException {
    NetworkSpec spec =
        new NetworkSpec(
                2,
                List.of(
                    new LayerSpec(CellKind.LSTM, 17).withProjection(3, 1).withPeepholes(),
                    new LayerSpec(CellKind.GRU, 2).with(Reset.BEFORE).with(Direction.BOTH),
                    new LayerSpec(CellKind.GRU, 2).with(Direction.SUM).asFrozen(),
                    new LayerSpec(CellKind.GRU, 2).with(Connection.HIGHWAY),
                    new LayerSpec(CellKind.LSTM, 4)
                        .with(InitialisationSpec.PLAIN.with(InitialisationSpec.State.LEARNED)),
                    new LayerSpec(CellKind.LSTM, 2)
                        .with(InitialisationSpec.PLAIN.asOrthogonal().withForgetBias(-0.5)),
                    new LayerSpec(CellKind.MGU, 2)
                        .with(Connection.RESIDUAL)
                        .asNormalised()
                        .with(new DropoutSpec(0.25, DropoutSpec.Mask.WINDOW, 0.1, 0, 1e-3))),
                1)
            .with(Pooling.MAX);
    Model model = Examples.model(spec, Examples.theta(Examples.layout(spec), 3));
    assertSame(ModelFiles.read(Examples.written(model)), model);
  }

  @Test
  void embeddingsComeBackAndTiedOnesAreStoredOnce() throws IOException {
    EmbeddingSpec own = new EmbeddingSpec(70, 5, 0.25, DropoutSpec.Mask.WINDOW, false, true);
    List<LayerSpec> layers = List.of(new LayerSpec(CellKind.LSTM, 5));
    for (EmbeddingSpec embedding : List.of(own, new EmbeddingSpec(70, 5).asTied())) {
      NetworkSpec spec = new NetworkSpec(1, embedding, layers, 70);
      Model model = Examples.model(spec, Examples.theta(Examples.layout(spec), 3));
      MemoryStore store = Examples.written(model);
      assertSame(ModelFiles.read(store), model);
      ObjectNode root = Json.object("model.json", store.files.get("model.json"));
      assertThat(root.at("/weights/aliases/head.weight").asText())
          .isEqualTo(embedding.tied() ? "embedding.weight" : "");
    }
  }

  @Test
  void categoriesComeBack() throws IOException {
    NetworkSpec spec =
        new NetworkSpec(3, List.of(new LayerSpec(CellKind.LSTM, 5)), 1)
            .with(List.of(new CategorySpec(70, 5), new CategorySpec(2, 1)));
    Model model = Examples.model(spec, Examples.theta(Examples.layout(spec), 3));
    assertSame(ModelFiles.read(Examples.written(model)), model);
  }

  @Test
  void givenVectorsCanBeWrittenIntoANetwork() throws IOException {
    float[] vectors = {1, 2, 3, 4, 5, 6};
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Safetensors.write(List.of(new Tensor("embedding.weight", new int[] {3, 2}, vectors)), file);
    EmbeddingSpec embedding = new EmbeddingSpec(3, 2).asFrozen();
    NetworkSpec spec = new NetworkSpec(1, embedding, List.of(new LayerSpec(CellKind.GRU, 4)), 3);
    Block block = Examples.layout(spec).block("embedding.weight");
    float[] theta = Network.of(spec).initialise(1);
    Tensor read = Safetensors.read("vectors", new ByteArrayInputStream(file.toByteArray())).get(0);
    block.write(read.values(), theta);
    assertThat(block.shape()).isEqualTo(read.shape());
    assertThat(ModelFiles.read(Examples.written(Examples.model(spec, theta))).theta())
        .isEqualTo(theta)
        .startsWith(vectors);
  }

  @Test
  void anOptionThatNoLayerHasIsRefusedByName() throws IOException {
    MemoryStore store = Examples.written(Examples.small());
    ObjectNode root = Json.object("model.json", store.files.get("model.json"));
    root.remove("sha256");
    ((ObjectNode) root.at("/network/layers/0")).put("direction", "up");
    store.files.put("model.json", Seal.encode(root));
    assertRefused(
        store,
        "memory/model/model.json: network.layers.direction must be one of forward, both, sum,"
            + " got up");
  }

  @Test
  void theManifestIsWrittenLast() {
    assertThat(Examples.written(Examples.small()).finished)
        .containsExactly("weights.safetensors", "model.json");
  }

  @Test
  void theSameModelMakesTheSameBytes() {
    Model model = Examples.small();
    Model again =
        new Model(
            model.spec(),
            model.theta().clone(),
            model.preprocessing().deepCopy(),
            new TreeMap<>(Map.of("seed", "42", "job", "pümps")));
    Map<String, byte[]> files = Examples.written(again).files;
    Examples.written(model).files.forEach((n, bytes) -> assertThat(files.get(n)).isEqualTo(bytes));
  }

  @Test
  void theSignOfAZeroBiasIsKept() throws IOException {
    Model model = Examples.small();
    ParameterLayout layout = Examples.layout(model.spec());
    model.theta()[layout.block("lstm.bias_ih_l0").offset()] = -0f;
    assertSame(ModelFiles.read(Examples.written(model)), model);
  }

  @Test
  void absentPreprocessingIsKeptAsJsonNull() throws IOException {
    Model model = Examples.small();
    Model bare = new Model(model.spec(), model.theta(), null, Map.of());
    Model read = ModelFiles.read(Examples.written(bare));
    assertThat(read.preprocessing().isNull()).isTrue();
    assertThat(read.provenance()).isEmpty();
  }

  @Test
  void aNonFiniteWeightIsNotWritten() {
    Model model = Examples.small();
    ParameterLayout layout = Examples.layout(model.spec());
    model.theta()[layout.block("head.bias").offset()] = Float.NaN;
    MemoryStore store = new MemoryStore();
    assertThatThrownBy(() -> ModelFiles.write(model, store))
        .isInstanceOf(SluiceException.class)
        .hasMessage("head.bias is not finite at element 0: not a model to keep");
    assertThat(store.files).isEmpty();
  }

  @Test
  void weightsOfAnotherNetworkAreNotWritten() {
    Model model = Examples.model(Examples.spec(1, 17, 1, 1), Examples.small().theta());
    assertThatThrownBy(() -> ModelFiles.write(model, new MemoryStore()))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("parameters with padding");
  }

  @Test
  void aFolderWithoutManifestIsNoModel() {
    MemoryStore store = Examples.written(Examples.small());
    store.files.remove("model.json");
    assertRefused(store, "memory/model/model.json: missing: the folder holds no finished model");
  }

  @Test
  void aManifestWithoutWeightsIsRefused() {
    MemoryStore store = Examples.written(Examples.small());
    store.files.remove("weights.safetensors");
    assertRefused(store, "memory/model/weights.safetensors: missing, though model.json names it");
  }

  @Test
  void aLaterFormatIsRefusedByNumber() {
    MemoryStore store = Examples.written(Examples.small());
    edit(store, "\"format\" : 1", "\"format\" : 2");
    assertRefused(
        store,
        "memory/model/model.json: format 2, this build reads 1 to 1;"
            + " use a later version of Sluice");
  }

  @Test
  void anEditedManifestIsRefused() {
    MemoryStore store = Examples.written(Examples.small());
    edit(store, "\"seed\" : \"42\"", "\"seed\" : \"43\"");
    assertThatThrownBy(() -> ModelFiles.read(store))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("memory/model/model.json: damaged or edited");
  }

  @Test
  void weightsOfAnotherModelAreRefused() {
    Model model = Examples.small();
    MemoryStore store = Examples.written(model);
    Model other = Examples.model(model.spec(), Examples.theta(Examples.layout(model.spec()), 8));
    store.files.put(
        "weights.safetensors", Examples.written(other).files.get("weights.safetensors"));
    assertThatThrownBy(() -> ModelFiles.read(store))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("weights.safetensors: damaged: expected sha256");
  }

  @Test
  void aSpecThatNoNetworkCanBeBuiltFromIsRefused() {
    assertThatThrownBy(() -> ModelFiles.read(claiming(Examples.spec(1, Integer.MAX_VALUE, 1, 1))))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("memory/model/model.json: no network can be built from it");
  }

  @Test
  void tensorsThatTheNetworkDoesNotHaveAreRefused() throws IOException {
    assertRefused(
        claiming(Examples.spec(3, 2, 2, 1)),
        "memory/model/model.json: tensor lstm.weight_ih_l0: expected shape [8, 3], found [8, 1]");
  }

  /** The small model under a well-formed manifest that gives it another network. */
  private static MemoryStore claiming(NetworkSpec spec) throws MalformedModelException {
    MemoryStore store = Examples.written(Examples.small());
    Manifest own = Manifest.decode("model.json", store.files.get("model.json"));
    Manifest other = new Manifest(spec, own.weights(), own.preprocessing(), own.provenance());
    store.files.put("model.json", other.encode());
    return store;
  }

  private static void edit(MemoryStore store, String from, String to) {
    String text = new String(store.files.get("model.json"), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    store.files.put("model.json", text.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private static void assertRefused(MemoryStore store, String message) {
    assertThatThrownBy(() -> ModelFiles.read(store))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(message);
  }

  static void assertSame(Model found, Model expected) {
    assertThat(bits(found.theta())).isEqualTo(bits(expected.theta()));
    assertThat(found.spec()).isEqualTo(expected.spec());
    // as text: a number read is an int node where a long was written, if it fits
    assertThat(found.preprocessing()).hasToString(expected.preprocessing().toString());
    assertThat(found.provenance()).isEqualTo(expected.provenance());
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
