import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.rand;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.stack;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.*;

/** Makes the numbers beside it with PyTorch; README.md says how. Usage: GoldenPasses FOLDER. */
public class GoldenPasses {
  static final int STEPS = 4;
  static final int ROWS = 3;
  static final int INPUTS = 3;
  static final int HIDDEN = 5;
  static final int PROJECTION = 2;
  static final int LAYERS = 2;

  static final Map<String, Tensor> found = new LinkedHashMap<>();

  public static void main(String[] args) throws IOException {
    set_num_threads(1);
    manual_seed(20);
    for (boolean both : new boolean[] {false, true}) {
      for (String kind : new String[] {"lstm", "lstmp", "gru", "gru-before"}) {
        found.clear();
        pass(kind, both);
        write(Path.of(args[0], kind + (both ? "-both" : "") + ".safetensors"));
      }
    }
  }

  static void pass(String kind, boolean both) {
    int directions = both ? 2 : 1;
    int outputs = kind.equals("lstmp") ? PROJECTION : HIDDEN;
    Tensor x = leaf("x", randn(STEPS, ROWS, INPUTS));
    // a bidirectional layer of ours begins at zero, others at any state
    Tensor h0 = both ? zeros(4, ROWS, outputs) : put("h0", randn(LAYERS, ROWS, outputs));
    Tensor c0 = both ? zeros(4, ROWS, HIDDEN) : zeros(LAYERS, ROWS, HIDDEN);
    if (!both && kind.startsWith("lstm")) {
      c0 = put("c0", randn(LAYERS, ROWS, HIDDEN));
    }
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Tensor y;
    if (kind.startsWith("lstm")) {
      LSTMOptions options = new LSTMOptions(INPUTS, HIDDEN);
      options.num_layers().put(LAYERS);
      options.bidirectional().put(both);
      options.proj_size().put(kind.equals("lstmp") ? PROJECTION : 0);
      LSTMImpl lstm = new LSTMImpl(options);
      named("lstm.", lstm.named_parameters(), weights);
      T_TensorT_TensorTensor_T_T out = lstm.forward(x, new T_TensorTensor_T(h0, c0));
      y = out.get0();
      if (!both) {
        put("hn", out.get1().get0());
        put("cn", out.get1().get1());
      }
    } else if (kind.equals("gru")) {
      GRUOptions options = new GRUOptions(INPUTS, HIDDEN);
      options.num_layers().put(LAYERS);
      options.bidirectional().put(both);
      GRUImpl gru = new GRUImpl(options);
      named("gru.", gru.named_parameters(), weights);
      T_TensorTensor_T out = gru.forward(x, h0);
      y = out.get0();
      if (!both) {
        put("hn", out.get1());
      }
    } else {
      y = resetBefore(x, h0, directions, weights);
    }
    put("y", y);
    Tensor dy = put("dy", randn(STEPS, ROWS, directions * outputs));
    y.mul(dy).sum().backward();
    put("dx", x.grad());
    weights.forEach((name, w) -> put(name, w));
    weights.forEach((name, w) -> put("gradient." + name, w.grad()));
  }

  /** PyTorch has no such module: Cho et al. 2014 in its tensors. */
  static Tensor resetBefore(Tensor x, Tensor h0, int directions, Map<String, Tensor> weights) {
    Tensor in = x;
    Tensor last = null;
    for (int layer = 0; layer < LAYERS; layer++) {
      Tensor[] out = new Tensor[directions];
      for (int d = 0; d < directions; d++) {
        String end = "_l" + layer + (d == 1 ? "_reverse" : "");
        int width = layer == 0 ? INPUTS : directions * HIDDEN;
        Tensor w = weight("gru.gates_weight_ih" + end, weights, 2 * HIDDEN, width);
        Tensor u = weight("gru.gates_weight_hh" + end, weights, 2 * HIDDEN, HIDDEN);
        Tensor b = weight("gru.gates_bias" + end, weights, 2 * HIDDEN);
        Tensor wn = weight("gru.candidate_weight_ih" + end, weights, HIDDEN, width);
        Tensor un = weight("gru.candidate_weight_hh" + end, weights, HIDDEN, HIDDEN);
        Tensor bn = weight("gru.candidate_bias" + end, weights, HIDDEN);
        Tensor[] h = new Tensor[STEPS];
        Tensor before = h0.select(0, layer * directions + d);
        for (int s = 0; s < STEPS; s++) {
          int t = d == 0 ? s : STEPS - 1 - s;
          Tensor now = in.select(0, t);
          Tensor rz = now.matmul(w.t()).add(before.matmul(u.t())).add(b).sigmoid();
          Tensor r = rz.narrow(1, 0, HIDDEN);
          Tensor z = rz.narrow(1, HIDDEN, HIDDEN);
          Tensor n = now.matmul(wn.t()).add(r.mul(before).matmul(un.t())).add(bn).tanh();
          before = z.mul(before).add(z.neg().add(new Scalar(1f)).mul(n));
          h[t] = before;
        }
        out[d] = stack(new TensorVector(h), 0);
        last =
            last == null
                ? before.unsqueeze(0)
                : cat(new TensorVector(last, before.unsqueeze(0)), 0);
      }
      in = cat(new TensorVector(out), 2);
    }
    if (directions == 1) {
      put("hn", last);
    }
    return in;
  }

  static Tensor weight(String name, Map<String, Tensor> weights, long... shape) {
    Tensor w = rand(shape).sub(new Scalar(0.5f)).mul(new Scalar(0.9f)).detach();
    w.set_requires_grad(true);
    weights.put(name, w);
    return w;
  }

  static void named(String prefix, StringTensorDict parameters, Map<String, Tensor> weights) {
    for (long i = 0; i < parameters.size(); i++) {
      StringTensorDictItem item = parameters.get(i);
      BytePointer key = item.key();
      weights.put(prefix + key.getString(), item.value());
    }
  }

  static Tensor leaf(String name, Tensor tensor) {
    tensor.set_requires_grad(true);
    return put(name, tensor);
  }

  static Tensor put(String name, Tensor tensor) {
    found.put(name, tensor);
    return tensor;
  }

  static void write(Path file) throws IOException {
    StringBuilder json = new StringBuilder("{\"__metadata__\":{\"made by\":\"PyTorch 2.7.1\"}");
    int end = 0;
    for (Map.Entry<String, Tensor> e : found.entrySet()) {
      int begin = end;
      end += 4 * (int) e.getValue().numel();
      StringBuilder shape = new StringBuilder();
      for (long d = 0; d < e.getValue().dim(); d++) {
        shape.append(d == 0 ? "" : ",").append(e.getValue().size(d));
      }
      json.append(
          ",\"%s\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[%d,%d]}"
              .formatted(e.getKey(), shape, begin, end));
    }
    json.append("}");
    while (json.length() % 8 != 0) {
      json.append(' ');
    }
    ByteBuffer out = ByteBuffer.allocate(8 + json.length() + end).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length()).put(json.toString().getBytes(StandardCharsets.US_ASCII));
    for (Tensor tensor : found.values()) {
      float[] values = new float[(int) tensor.numel()];
      new FloatPointer(tensor.detach().contiguous().data_ptr_float()).get(values);
      for (float value : values) {
        out.putFloat(value);
      }
    }
    Files.write(file, out.array());
    System.out.println(file + " " + end);
  }
}
