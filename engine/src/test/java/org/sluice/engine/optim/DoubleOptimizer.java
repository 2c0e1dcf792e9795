package org.sluice.engine.optim;

/**
 * The optimizers once more, in double and one parameter at a time, straight from the formulas of
 * torch.optim's documentation.
 */
final class DoubleOptimizer {
  private final OptimizerSettings is;
  private double theta;
  private double mean;
  private double square;
  private double velocity;
  private int steps;

  DoubleOptimizer(OptimizerSettings settings, double theta) {
    is = settings;
    this.theta = theta;
  }

  double theta() {
    return theta;
  }

  void step(double gradient) {
    steps++;
    if (is.kind() == OptimizerKind.ADAMW) {
      theta -= is.rate() * is.weightDecay() * theta;
    } else {
      gradient += is.weightDecay() * theta;
    }
    theta -= is.rate() * direction(gradient);
  }

  private double direction(double g) {
    return switch (is.kind()) {
      case SGD -> velocity(g);
      case NESTEROV -> g + is.momentum() * velocity(g);
      case ADAM, ADAMW -> adam(g);
      case RMSPROP -> {
        square = is.beta2() * square + (1 - is.beta2()) * g * g;
        yield velocity(g / (Math.sqrt(square) + is.epsilon()));
      }
      case ADAGRAD -> {
        square += g * g;
        yield g / (Math.sqrt(square) + is.epsilon());
      }
    };
  }

  private double velocity(double g) {
    velocity = is.momentum() * velocity + g;
    return velocity;
  }

  private double adam(double g) {
    mean = is.beta1() * mean + (1 - is.beta1()) * g;
    square = is.beta2() * square + (1 - is.beta2()) * g * g;
    double meanCorrected = mean / (1 - Math.pow(is.beta1(), steps));
    double squareCorrected = square / (1 - Math.pow(is.beta2(), steps));
    return meanCorrected / (Math.sqrt(squareCorrected) + is.epsilon());
  }
}
