package org.quorama.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quorama.protocol.Bytes;
import org.quorama.raft.log.LogEntry;

/** A state machine whose state is everything that was ever applied, in order. */
final class TestStateMachine {
  private final List<LogEntry> applied = new ArrayList<>();
  private int restores;

  /** Does what Raft asks of a state machine; the answer is an input for Raft. */
  Optional<RaftInput> execute(RaftEffect effect) {
    if (effect instanceof RaftEffect.ApplyCommitted apply) {
      apply.entries().forEach(this::apply);
    } else if (effect instanceof RaftEffect.RestoreSnapshot restore) {
      restores++;
      restore(restore.snapshot().state());
      check(restore.snapshot().index() == applied.size(), "a snapshot of another index");
    } else if (effect instanceof RaftEffect.TakeSnapshot take) {
      check(take.index() == applied.size(), "a snapshot of " + take.index() + " is wanted");
      return Optional.of(new RaftInput.SnapshotTaken(take.index(), state(applied)));
    }
    return Optional.empty();
  }

  private void apply(LogEntry entry) {
    check(entry.index() == applied.size() + 1, "entry " + entry.position());
    applied.add(entry);
  }

  private void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("After " + applied.size() + " entries comes " + what);
    }
  }

  List<LogEntry> applied() {
    return List.copyOf(applied);
  }

  int restores() {
    return restores;
  }

  /** What a snapshot after these entries holds. */
  static Bytes state(List<LogEntry> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(entries.toArray(new LogEntry[0]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private void restore(Bytes state) {
    applied.clear();
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(state.unsafeArray()))) {
      applied.addAll(List.of((LogEntry[]) in.readObject()));
    } catch (IOException | ClassNotFoundException e) {
      throw new AssertionError("A snapshot is damaged", e);
    }
  }
}
