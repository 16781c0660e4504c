package org.quorama.metadata.tree;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.tree.Sessions.Result;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.InvariantViolation;
import org.quorama.protocol.Invariants;

/**
 * The replicated state: files, their chunks, the sessions of clients. One per node. Confined to the
 * thread of its master.
 */
public final class Namespace implements ReplicatedStateMachine {
  /** The hidden directory of what was deleted and can be brought back; it is always there. */
  public static final FilePath DELETED = FilePath.ROOT.resolve(DeletedFiles.NAME);

  private static final int SNAPSHOT_FORM = 3;

  /** What is made between two snapshots hardly needs more room than this in the second. */
  private static final int MOST_GROWTH = 1 << 20;

  /** Is told what happens to chunks as the log is applied. */
  @FunctionalInterface
  public interface ChunkWatch {
    /**
     * Takes notice of a chunk that changed or went.
     *
     * @param chunk which
     * @param newVersion true if a version was granted or confirmed
     */
    void changed(ChunkId chunk, boolean newVersion);
  }

  private final int chunkSizeBytes;
  private StateDigest digest = new StateDigest();
  private ChunkTable chunks;
  private FileTree tree;
  private FileContents contents;
  private Sessions sessions;
  private Reservations reservations;
  private Drains drains;

  /** The index of the last command. */
  private long lastIndex;

  /** The length of the last snapshot: the next one needs as much room, and some for growth. */
  private int snapshotBytes;

  /**
   * Makes an empty one.
   *
   * @param chunkSizeBytes the size of every chunk of a file but the last
   */
  public Namespace(int chunkSizeBytes) {
    this.chunkSizeBytes = chunkSizeBytes;
    this.chunks = new ChunkTable(digest);
    this.tree = new FileTree(digest, chunks);
    this.reservations = new Reservations(chunks, digest);
    this.contents = new FileContents(tree, chunks, reservations, digest, chunkSizeBytes);
    this.sessions = new Sessions(digest);
    this.drains = new Drains(digest);
  }

  @Override
  public Bytes apply(long index, Bytes command) {
    OperationReply reply = perform(index, command);
    CommandWriter to = new CommandWriter();
    to.writeText(reply.outcome().name());
    to.writeText(reply.code().name());
    to.writeLong(reply.index());
    return to.bytes();
  }

  /**
   * Applies a command like {@link #apply}.
   *
   * @param index its index in the log
   * @param command the encoded command
   * @return the reply to who asked for it
   */
  public OperationReply perform(long index, Bytes command) {
    Invariants.check(index > lastIndex, "Index %d is applied behind %d", index, lastIndex);
    lastIndex = index;
    try {
      return perform(index, MetadataCommand.decode(command));
    } catch (IllegalArgumentException e) {
      throw new InvariantViolation("The command at " + index + " is broken: " + e.getMessage());
    }
  }

  private OperationReply perform(long index, MetadataCommand command) {
    if (command instanceof MetadataCommand.Bounded bounded) {
      return performBounded(index, bounded);
    } else if (command instanceof MetadataCommand.Perform once) {
      return performOnce(index, once, () -> perform(index, once));
    } else if (command instanceof MetadataCommand.ReservePlaced reserve) {
      MetadataCommand.Perform once = reserve.perform();
      return performOnce(
          index, once, () -> reservations.reserve(index, once.id().session(), reserve));
    } else if (command instanceof MetadataCommand.PerformUnleased unleased) {
      MetadataCommand.Perform once = unleased.perform();
      return performOnce(index, once, () -> performUnleased(index, unleased));
    } else if (command instanceof MetadataCommand.OpenSession
        || command instanceof MetadataCommand.EndSession) {
      return performSession(index, command);
    }
    return reply(index, performOnChunk(index, command));
  }

  /** A request that was performed before has its result of then, however full it is now. */
  private OperationReply performBounded(long index, MetadataCommand.Bounded bounded) {
    MetadataCommand.Perform once = MetadataCommand.performOf(bounded.command()).orElseThrow();
    long growth = tree.growth(once.mutation());
    boolean fits = growth == 0 || growth <= bounded.maxEntries() - tree.entries();
    return fits
        ? perform(index, bounded.command())
        : performOnce(index, once, () -> ErrorCode.NAMESPACE_FULL);
  }

  private ErrorCode performOnChunk(long index, MetadataCommand command) {
    if (command instanceof MetadataCommand.PlaceChunk place) {
      return contents.place(index, place);
    } else if (command instanceof MetadataCommand.GrantLease grant) {
      return chunks.grant(index, grant);
    } else if (command instanceof MetadataCommand.FenceChunk fence) {
      return chunks.fence(index, fence);
    } else if (command instanceof MetadataCommand.ConfirmGrant confirm) {
      return chunks.confirm(confirm.chunk(), confirm.version());
    } else if (command instanceof MetadataCommand.StartClone start) {
      return contents.startCopy(index, start);
    } else if (command instanceof MetadataCommand.EndClone end) {
      return contents.endCopy(end);
    } else if (command instanceof MetadataCommand.SettleLength settle) {
      return contents.settle(settle);
    } else if (command instanceof MetadataCommand.ExpireDeleted expire) {
      expire.deletedIndexes().forEach(tree::expire);
      return ErrorCode.NONE;
    }
    return performRepair(index, command);
  }

  private ErrorCode performRepair(long index, MetadataCommand command) {
    if (command instanceof MetadataCommand.JoinReplica join) {
      return chunks.replace(join.chunk(), entry -> entry.joined(join.version(), join.node()));
    } else if (command instanceof MetadataCommand.RetireReplica gone) {
      return chunks.replace(gone.chunk(), entry -> entry.retired(gone.version(), gone.node()));
    }
    MetadataCommand.AdoptVersion adopt = (MetadataCommand.AdoptVersion) command;
    return chunks.replace(adopt.chunk(), entry -> entry.adopted(index, adopt.version()));
  }

  private ErrorCode perform(long index, MetadataCommand.Perform once) {
    return once.mutation() instanceof FileOperation.OfReserved use
        ? contents.use(index, once.id().session(), use)
        : perform(index, once.mutation());
  }

  private ErrorCode perform(long index, FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.ExtendFile
        || mutation instanceof FileOperation.Truncate) {
      return contents.perform(mutation);
    }
    return drains.takes(mutation) ? drains.perform(mutation) : tree.perform(index, mutation);
  }

  private ErrorCode performUnleased(long index, MetadataCommand.PerformUnleased unleased) {
    FileOperation.Mutation mutation = unleased.perform().mutation();
    Optional<FilePath> path = Unleased.pathOf(mutation);
    boolean unchanged = path.isEmpty() || tree.isUnchanged(path.get(), unleased.checkedIndex());
    return unchanged ? perform(index, mutation) : ErrorCode.STALE_VERSION;
  }

  private OperationReply performSession(long index, MetadataCommand command) {
    if (command instanceof MetadataCommand.OpenSession open) {
      ErrorCode code = sessions.open(index, open.timeout());
      return code == ErrorCode.NONE
          ? OperationReply.ok(new OperationValue.SessionOpened(index, open.timeout()), index)
          : OperationReply.fail(code);
    }
    long ended = ((MetadataCommand.EndSession) command).session();
    reservations.end(ended);
    return reply(index, sessions.end(ended));
  }

  private OperationReply performOnce(
      long index, MetadataCommand.Perform once, Supplier<ErrorCode> action) {
    Result known = sessions.admit(once.id(), once.acknowledgedUpTo()).orElse(null);
    if (known != null) {
      return reply(once.mutation(), known);
    }
    Result result = new Result(action.get(), index);
    boolean again =
        result.code() == ErrorCode.STALE_VERSION && Unleased.pathOf(once.mutation()).isPresent();
    if (!again) {
      sessions.remember(once.id(), result);
    }
    return reply(once.mutation(), result);
  }

  /** Makes the reply to a mutation, the same whenever it is made. */
  private static OperationReply reply(FileOperation.Mutation mutation, Result result) {
    if (result.code() == ErrorCode.INDETERMINATE) {
      return OperationReply.unknown();
    }
    boolean isSet = result.code() == ErrorCode.NONE;
    return isSet && mutation instanceof FileOperation.SetAttribute set
        ? OperationReply.ok(
            new OperationValue.Attribute(result.index(), set.value()), result.index())
        : reply(result.index(), result.code());
  }

  private static OperationReply reply(long index, ErrorCode code) {
    return code == ErrorCode.NONE
        ? OperationReply.ok(new OperationValue.Done(), index)
        : OperationReply.fail(code);
  }

  /** Writes all of it in an order that depends on nothing but the state. */
  @Override
  public Bytes snapshot() {
    CommandWriter to = new CommandWriter(snapshotBytes + Math.min(snapshotBytes, MOST_GROWTH));
    to.writeByte(SNAPSHOT_FORM);
    to.writeLong(lastIndex);
    to.writeLong(digest());
    chunks.write(to);
    reservations.write(to);
    tree.write(to);
    drains.write(to);
    sessions.write(to);
    to.writeSum();
    Bytes all = to.bytes();
    snapshotBytes = all.length();
    return all;
  }

  @Override
  public void restore(long index, Bytes snapshot) {
    Namespace read = new Namespace(chunkSizeBytes);
    try {
      long expected = read.read(new CommandReader(snapshot));
      Invariants.check(read.digest() == expected, "The digest of the state is another");
    } catch (IllegalArgumentException e) {
      throw new InvariantViolation("The snapshot at " + index + " is broken: " + e.getMessage());
    }
    Invariants.check(
        read.lastIndex <= index, "The snapshot at %d is of index %d", index, read.lastIndex);
    become(read);
  }

  /** Reads a snapshot into this empty state; returns the digest that it must have now. */
  private long read(CommandReader from) {
    if (from.readByte() != SNAPSHOT_FORM) {
      throw new IllegalArgumentException("not of form " + SNAPSHOT_FORM);
    }
    lastIndex = from.readLong();
    long expected = from.readLong();
    chunks.read(from);
    reservations.read(from);
    tree.read(from);
    drains.read(from);
    sessions.read(from);
    from.expectSum();
    return expected;
  }

  private void become(Namespace other) {
    other.chunks.watch(chunks.watch());
    digest = other.digest;
    chunks = other.chunks;
    reservations = other.reservations;
    tree = other.tree;
    contents = other.contents;
    sessions = other.sessions;
    drains = other.drains;
    lastIndex = other.lastIndex;
  }

  @Override
  public long digest() {
    return StateDigest.hash(1, digest.value(), chunks.nextChunk(), tree.hash());
  }

  /**
   * Follows a path.
   *
   * @param path where to
   */
  public Found find(FilePath path) {
    return tree.find(path);
  }

  /**
   * Tells whether what is to be set as an attribute is within the bounds.
   *
   * @param set what is to be set
   */
  public static boolean isWithinBounds(FileOperation.SetAttribute set) {
    return NodeAttributes.isWithinBounds(set);
  }

  /** Returns what can be undeleted, oldest first. */
  public List<OperationValue.DeletedEntry> deleted() {
    return tree.listDeleted();
  }

  /**
   * Returns the indexes that deleted what can be undeleted, oldest first.
   *
   * @param after only greater ones
   */
  public List<Long> deletedAfter(long after) {
    return tree.deleted().after(after);
  }

  /** Returns the chunkservers that are taken out of service, by id. */
  public Set<NodeId> draining() {
    return drains.nodes();
  }

  /**
   * Has somebody told of every chunk that changes or goes from now on.
   *
   * @param watcher whom
   */
  public void watch(ChunkWatch watcher) {
    chunks.watch(watcher);
  }

  Sessions sessions() {
    return sessions;
  }

  /**
   * Tells whether a session is open.
   *
   * @param id its name
   */
  public boolean hasSession(long id) {
    return sessions.contains(id);
  }

  /** Returns how long each session may be silent. */
  public Map<Long, Duration> sessionTimeouts() {
    return sessions.timeouts();
  }

  /**
   * Returns what the log knows of a chunk.
   *
   * @param chunk which
   */
  public Optional<ChunkEntry> chunk(ChunkId chunk) {
    return Optional.ofNullable(chunks.get(chunk));
  }

  /**
   * Returns what a session reserved and did not use, by id.
   *
   * @param session its name
   */
  public List<ChunkEntry> reserved(long session) {
    return reservations.of(session).stream().map(chunks::require).toList();
  }

  /** Returns all chunks that the log knows, by id; a view that changes with the state. */
  public SortedMap<ChunkId, ChunkEntry> chunks() {
    return Collections.unmodifiableSortedMap(chunks.all());
  }

  /** Returns how many files and directories there are, deleted ones included. */
  public long entries() {
    return tree.entries();
  }

  /**
   * Tells whether a command may leave more files and directories than a number: one that makes one
   * of them, or a copy of many.
   *
   * @param command what is to be done
   * @param most the number
   */
  public boolean mayOutgrow(MetadataCommand command, long most) {
    FileOperation.Mutation mutation =
        MetadataCommand.performOf(command).map(MetadataCommand.Perform::mutation).orElse(null);
    return mutation instanceof FileOperation.Snapshot
        || (mutation != null && tree.growth(mutation) > 0 && tree.entries() >= most);
  }

  /** Returns the least id that no chunk ever had. */
  public long nextChunk() {
    return chunks.nextChunk();
  }

  /**
   * Tells whether a chunk was once in a file and is no more: its replicas are of no use.
   *
   * @param chunk which
   */
  public boolean isGarbage(ChunkId chunk) {
    return !chunks.isNew(chunk) && chunks.get(chunk) == null;
  }
}
