package org.quorama.metadata.tree;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
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
  private static final int SNAPSHOT_FORM = 2;

  private final int chunkSizeBytes;
  private StateDigest digest = new StateDigest();
  private FileTree tree;
  private Sessions sessions = new Sessions(digest);
  private TreeMap<ChunkId, ChunkEntry> chunks = new TreeMap<>();
  private long nextChunk = 1;

  /** The index of the last command. */
  private long lastIndex;

  /**
   * Makes an empty one.
   *
   * @param chunkSizeBytes the size of every chunk of a file but the last
   */
  public Namespace(int chunkSizeBytes) {
    this.chunkSizeBytes = chunkSizeBytes;
    this.tree = new FileTree(digest, chunkSizeBytes, this::forget);
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
    if (command instanceof MetadataCommand.Perform once) {
      return performOnce(index, once);
    } else if (command instanceof MetadataCommand.PlaceChunk place) {
      return reply(index, place(place));
    } else if (command instanceof MetadataCommand.GrantLease grant) {
      return reply(index, grant(grant));
    }
    return command instanceof MetadataCommand.ConfirmGrant confirm
        ? reply(index, confirm(confirm))
        : performSession(index, command);
  }

  private OperationReply performSession(long index, MetadataCommand command) {
    if (command instanceof MetadataCommand.OpenSession open) {
      ErrorCode code = sessions.open(index, open.timeout());
      return code == ErrorCode.NONE
          ? OperationReply.ok(new OperationValue.SessionOpened(index, open.timeout()), index)
          : OperationReply.fail(code);
    }
    return reply(index, sessions.end(((MetadataCommand.EndSession) command).session()));
  }

  private OperationReply performOnce(long index, MetadataCommand.Perform once) {
    Result known = sessions.admit(once.id(), once.acknowledgedUpTo()).orElse(null);
    if (known != null) {
      return reply(once.mutation(), known);
    }
    Result result = new Result(tree.perform(index, once.mutation()), index);
    sessions.remember(once.id(), result);
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

  private ErrorCode place(MetadataCommand.PlaceChunk place) {
    Found found = tree.find(place.path());
    if (found.node() == null) {
      return found.code();
    }
    FileNode file = found.node();
    if (file.isDirectory()) {
      return ErrorCode.IS_A_DIRECTORY;
    }
    boolean isNext = place.chunkIndex() == file.chunks.size();
    if (!isNext || place.chunk().value() < nextChunk) {
      return ErrorCode.EXISTS;
    }
    nextChunk = place.chunk().value() + 1;
    file.chunks.add(place.chunk());
    put(new ChunkEntry(place.chunk(), file.createdIndex, place.placement(), null));
    return ErrorCode.NONE;
  }

  private ErrorCode grant(MetadataCommand.GrantLease grant) {
    ChunkEntry entry = chunks.get(grant.chunk());
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    Placement next = grant.placement();
    if (!next.version().equals(entry.granted().version().next())) {
      return ErrorCode.STALE_VERSION;
    }
    put(new ChunkEntry(entry.chunk(), entry.file(), next, entry.confirmed()));
    return ErrorCode.NONE;
  }

  private ErrorCode confirm(MetadataCommand.ConfirmGrant confirm) {
    ChunkEntry entry = chunks.get(confirm.chunk());
    if (entry == null) {
      return ErrorCode.NOT_FOUND;
    }
    if (!confirm.version().equals(entry.granted().version())) {
      return ErrorCode.STALE_VERSION;
    }
    put(new ChunkEntry(entry.chunk(), entry.file(), entry.granted(), entry.granted()));
    return ErrorCode.NONE;
  }

  private void put(ChunkEntry entry) {
    ChunkEntry before = chunks.put(entry.chunk(), entry);
    if (before != null) {
      digest.remove(before.hash());
    }
    digest.add(entry.hash());
  }

  private void forget(ChunkId chunk) {
    ChunkEntry before = chunks.remove(chunk);
    if (before != null) {
      digest.remove(before.hash());
    }
  }

  /** Writes all of it in an order that depends on nothing but the state. */
  @Override
  public Bytes snapshot() {
    CommandWriter to = new CommandWriter();
    to.writeByte(SNAPSHOT_FORM);
    to.writeLong(lastIndex);
    to.writeLong(nextChunk);
    to.writeLong(digest());
    tree.write(to);
    to.writeInt(chunks.size());
    chunks.values().forEach(entry -> entry.write(to));
    sessions.write(to);
    to.writeSum();
    return to.bytes();
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
    nextChunk = from.readLong();
    long expected = from.readLong();
    tree.read(from);
    for (int left = from.readCount(); left > 0; left--) {
      put(ChunkEntry.read(from));
    }
    sessions.read(from);
    from.expectSum();
    return expected;
  }

  private void become(Namespace other) {
    digest = other.digest;
    sessions = other.sessions;
    chunks = other.chunks;
    nextChunk = other.nextChunk;
    lastIndex = other.lastIndex;
    tree = other.tree.of(this::forget);
  }

  @Override
  public long digest() {
    return StateDigest.hash(1, digest.value(), nextChunk);
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

  FileTree tree() {
    return tree;
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

  /** Returns all chunks that the log knows, by id; a view that changes with the state. */
  public SortedMap<ChunkId, ChunkEntry> chunks() {
    return Collections.unmodifiableSortedMap(chunks);
  }

  /** Returns the least id that no chunk ever had. */
  public long nextChunk() {
    return nextChunk;
  }

  /**
   * Tells whether a chunk was once in a file and is no more: its replicas are of no use.
   *
   * @param chunk which
   */
  public boolean isGarbage(ChunkId chunk) {
    return chunk.value() < nextChunk && !chunks.containsKey(chunk);
  }
}
