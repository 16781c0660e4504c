package org.quorama.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect.AppendToLog;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.RaftEffect.Persist;
import org.quorama.raft.RaftEffect.PersistHardState;
import org.quorama.raft.RaftEffect.SaveSnapshot;
import org.quorama.raft.RaftEffect.TruncateLog;
import org.quorama.raft.log.HardState;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;

/** Batches that a Raft core could ask for, by seed. */
final class RandomEffects {
  private static final Membership MEMBERS = Membership.initial(List.of(NodeId.of("n1")));
  private static final int MAX_COMMAND = 700;

  private final Random random;
  private long ticket;

  RandomEffects(Random random) {
    this.random = random;
  }

  List<Persist> batch(RecoveredState state) {
    StorageModel model = new StorageModel(state);
    List<Persist> batch = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    while (batch.size() < count) {
      Persist effect = effect(model);
      model.apply(effect);
      batch.add(effect);
    }
    return batch;
  }

  private Persist effect(StorageModel model) {
    ticket++;
    int kind = random.nextInt(20);
    if (model.term() == 0 || kind < 2) {
      NodeId vote = random.nextBoolean() ? NodeId.of("n" + (1 + random.nextInt(5))) : null;
      return new PersistHardState(ticket, new HardState(model.term() + 1, vote));
    } else if (kind < 4 && model.lastIndex() > model.base()) {
      return new TruncateLog(ticket, within(model.base() + 1, model.lastIndex()));
    } else if (kind < 7 && model.lastIndex() > model.base()) {
      long index = within(model.base() + 1, model.lastIndex());
      return save(model.positionAt(index), LogSuffix.KEPT);
    } else if (kind == 7) {
      long index = model.base() + 1 + random.nextInt(20);
      return save(new LogPosition(model.term(), index), LogSuffix.DISCARDED);
    }
    return append(model);
  }

  private Persist append(StorageModel model) {
    List<LogEntry> entries = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 1; i <= count; i++) {
      byte[] command = new byte[random.nextInt(MAX_COMMAND)];
      if (random.nextInt(4) > 0) {
        random.nextBytes(command);
      }
      LogPosition position = new LogPosition(model.term(), model.lastIndex() + i);
      entries.add(LogEntry.command(position, Bytes.wrap(command)));
    }
    return new AppendToLog(ticket, entries);
  }

  private Persist save(LogPosition included, LogSuffix suffix) {
    byte[] state = new byte[random.nextInt(3 * MAX_COMMAND)];
    random.nextBytes(state);
    return new SaveSnapshot(ticket, new Snapshot(included, MEMBERS, Bytes.wrap(state)), suffix);
  }

  private long within(long first, long last) {
    return first + random.nextInt((int) (last - first + 1));
  }
}
