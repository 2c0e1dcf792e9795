package org.sluice.spark.train;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalTrainer;

/**
 * The trainers of this JVM that no task is using at the moment, kept with their buffers from round
 * to round so that a round allocates nothing large. They are softly held: once training is over,
 * whoever needs the memory gets it.
 */
final class TrainerPool {
  private static final int MOST = 64;
  private static final Deque<SoftReference<Idle>> POOL = new ArrayDeque<>();

  private TrainerPool() {}

  private record Idle(NetworkSpec network, LocalPlan plan, LocalTrainer trainer) {
    boolean fits(ReplicaPlan wanted) {
      return network.equals(wanted.network()) && plan.equals(wanted.local());
    }
  }

  /** What {@code work} gives with a trainer of this plan, which nobody else uses meanwhile. */
  static <T> T with(ReplicaPlan plan, Function<LocalTrainer, T> work) {
    LocalTrainer trainer = take(plan);
    T result = work.apply(trainer);
    giveBack(new Idle(plan.network(), plan.local(), trainer));
    return result;
  }

  private static LocalTrainer take(ReplicaPlan plan) {
    synchronized (POOL) {
      POOL.removeIf(reference -> reference.get() == null);
      for (SoftReference<Idle> reference : POOL) {
        Idle idle = reference.get();
        if (idle != null && idle.fits(plan)) {
          POOL.remove(reference);
          return idle.trainer();
        }
      }
    }
    return new LocalTrainer(Network.of(plan.network()), plan.local());
  }

  private static void giveBack(Idle idle) {
    synchronized (POOL) {
      POOL.addFirst(new SoftReference<>(idle));
      if (POOL.size() > MOST) {
        POOL.removeLast();
      }
    }
  }
}
