package org.quorama.simulation.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.quorama.simulation.history.RegisterAction.Read;
import org.quorama.simulation.history.RegisterAction.Refused;
import org.quorama.simulation.history.RegisterAction.Write;

/** Makes histories: real ones, of a register that works, and guessed ones, which may be wrong. */
final class RandomHistory {
  private static final int CLIENTS = 5;
  private static final int KEYS = 3;

  private RandomHistory() {}

  /** Returns operations with random answers on one register; about half are not linearizable. */
  static List<Operation> guessed(SplittableRandom random, int size) {
    List<Operation> history = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      long from = random.nextInt(20);
      RegisterAction action = guess(random, i);
      boolean unknown = action instanceof Write && random.nextInt(3) == 0;
      long to = unknown ? Operation.NEVER : from + random.nextInt(12);
      history.add(new Operation(i, "a", unknown ? forgotten((Write) action) : action, from, to));
    }
    return history;
  }

  private static Write forgotten(Write write) {
    return new Write(write.value(), write.ifVersion(), RegisterAction.NO_VERSION);
  }

  private static RegisterAction guess(SplittableRandom random, int number) {
    long version = 1L + random.nextInt(4);
    return switch (random.nextInt(5)) {
      case 0 -> new Refused(random.nextInt(4));
      case 1 -> new Write("v" + number, random.nextInt(4), version);
      case 2 -> new Write("v" + number, RegisterAction.ANY_VERSION, version);
      default ->
          random.nextInt(5) == 0 ? new Read(null, 0) : new Read("v" + random.nextInt(5), version);
    };
  }

  /** Returns what five clients saw of registers that work; one answer in fifty is lost. */
  static List<Operation> real(SplittableRandom random, int size) {
    List<Operation> history = new ArrayList<>();
    Map<String, Read> registers = new HashMap<>();
    long[] free = new long[CLIENTS];
    long index = 0;
    for (int i = 0; i < size; i++) {
      int client = earliest(free);
      String key = "k" + random.nextInt(KEYS);
      // Effects happen in the order of this loop, each between its call and its answer.
      long effect = 1_000L * i + 60_000;
      long from = Math.max(free[client], effect - random.nextInt(5_000));
      long to = Math.max(effect, from) + random.nextInt(900);
      free[client] = to + 1;
      Read before = registers.getOrDefault(key, new Read(null, 0));
      index++;
      RegisterAction action = act(random, before, index);
      boolean lost = action instanceof Write && random.nextInt(50) == 0;
      boolean happens = !lost || random.nextBoolean();
      if (happens && action instanceof Write write) {
        registers.put(key, new Read(write.value(), write.version()));
      }
      history.add(
          lost
              ? new Operation(client, key, forgotten((Write) action), from, Operation.NEVER)
              : new Operation(client, key, action, from, to));
    }
    return history;
  }

  private static int earliest(long[] free) {
    int best = 0;
    for (int i = 1; i < free.length; i++) {
      best = free[i] < free[best] ? i : best;
    }
    return best;
  }

  private static RegisterAction act(SplittableRandom random, Read before, long index) {
    return switch (random.nextInt(6)) {
      case 0 -> new Write("w" + index, RegisterAction.ANY_VERSION, index);
      case 1 -> new Write("w" + index, before.version(), index);
      case 2 -> new Refused(before.version() + 1);
      default -> before;
    };
  }
}
