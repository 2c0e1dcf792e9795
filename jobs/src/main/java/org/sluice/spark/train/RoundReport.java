package org.sluice.spark.train;

/**
 * What one round came to.
 *
 * @param epoch counted from 1
 * @param round within the epoch, counted from 1
 * @param rounds in an epoch
 * @param loss mean of training.loss over the targets trained on, in scaled units; NaN where none
 *     was labelled
 * @param localSteps K, the most steps of a replica
 * @param steps time steps of all windows trained on, of sequences as many as there are on average
 * @param rate learning rate of the replicas' steps
 * @param gradientNorm greatest global norm of a step's gradient in any replica, before clipping
 * @param leftOut replicas whose loss was not finite
 * @param seconds where the time went
 */
public record RoundReport(
    int epoch,
    long round,
    long rounds,
    double loss,
    int localSteps,
    long steps,
    double rate,
    double gradientNorm,
    int leftOut,
    Seconds seconds) {

  /**
   * Wall time of a round; for display alone.
   *
   * @param broadcast sending the parameters out
   * @param compute the replicas' local steps: the slowest one's, or all of them shared by the cores
   * @param reduce the rest of the Spark job: tasks on their way, replicas on theirs, averaging
   * @param driver what lies between two rounds: reports, files
   */
  public record Seconds(double broadcast, double compute, double reduce, double driver) {
    public double total() {
      return broadcast + compute + reduce + driver;
    }
  }

  public double stepsPerSecond() {
    return steps / seconds.total();
  }
}
