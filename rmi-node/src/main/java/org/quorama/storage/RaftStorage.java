package org.quorama.storage;

import java.util.List;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RecoveredState;

/** The durable Raft state of a node: term, vote and log. Confined to one thread at a time. */
public final class RaftStorage implements AutoCloseable {
  static final String FILE = "raft.log";

  private final RecoveredState recovered = RecoveredState.EMPTY;

  private RaftStorage() {}

  /**
   * Opens the log of a directory, or makes an empty one.
   *
   * @param directory whose
   * @throws StorageException if the log is damaged or cannot be read
   */
  public static RaftStorage open(DataDirectory directory) {
    return new RaftStorage();
  }

  /** Returns what the disk held at the opening. */
  public RecoveredState recovered() {
    return recovered;
  }

  /**
   * Writes effects in their order and forces once; they are durable on return.
   *
   * @param batch what to write
   * @throws StorageException if the disk failed; the storage refuses every further write
   */
  public void write(List<RaftEffect.Persist> batch) {}

  /** Closes the file. */
  @Override
  public void close() {}
}
