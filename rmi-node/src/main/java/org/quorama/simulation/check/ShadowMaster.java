package org.quorama.simulation.check;

import java.util.Optional;
import java.util.SortedMap;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;
import org.quorama.raft.log.LogEntry;

/** The state that all committed entries make, whoever of the nodes has applied them. */
final class ShadowMaster {
  /** The directory that all clients change. */
  static final FilePath SHARED = FilePath.ROOT.resolve("shared");

  /** How many files, directories and chunks an entry pays for when all are looked at. */
  private static final long LOOKED_AT_AN_ENTRY = 16;

  private final Rules rules;
  private final Namespace namespace;
  private final CommittedLog log;
  private final TreeChecker tree;
  private final ChunkHistory chunks;
  private final DirectoryHistory directory;
  private long applied;

  /** The index behind which everything is looked at next. */
  private long nextAudit;

  ShadowMaster(Rules rules, int chunkSizeBytes, CommittedLog log) {
    this.rules = rules;
    this.namespace = new Namespace(chunkSizeBytes);
    this.log = log;
    this.directory = new DirectoryHistory(rules, SHARED);
    this.tree = new TreeChecker(rules);
    this.chunks = new ChunkHistory(rules);
    namespace.watch(
        (chunk, newVersion) -> chunks.changed(chunk, namespace.chunk(chunk).orElse(null)));
  }

  /** Returns what is committed about a chunk, empty if no file has it. */
  Optional<ChunkEntry> chunk(ChunkId chunk) {
    catchUp();
    return namespace.chunk(chunk);
  }

  /** Tells whether a version of a chunk is the one that is committed. */
  boolean isConfirmed(ChunkId chunk, ChunkVersion version) {
    ChunkEntry entry = chunk(chunk).orElse(null);
    return entry != null
        && entry.confirmed() != null
        && entry.confirmed().version().equals(version);
  }

  /** Returns what is committed about all chunks. */
  SortedMap<ChunkId, ChunkEntry> chunks() {
    catchUp();
    return namespace.chunks();
  }

  /** Applies and checks what is newly committed. */
  void catchUp() {
    while (applied < log.lastIndex()) {
      applied++;
      LogEntry entry = log.entry(applied);
      if (entry != null && entry.kind() == LogEntry.Kind.COMMAND) {
        perform(entry.command());
      }
    }
  }

  private void perform(Bytes command) {
    OperationReply reply = namespace.perform(applied, command);
    // What was done before is answered with the index of then.
    if (reply.outcome() == Outcome.OK && reply.index() == applied) {
      tree.performed(applied, MetadataCommand.decode(command));
    }
    directory.applied(applied, namespace);
    if (applied >= nextAudit) {
      audit();
    }
  }

  /**
   * Looks at everything: after every entry while there is little of it, and as seldom as it is much
   * later on, so that an entry costs the same in a long run.
   */
  private void audit() {
    long size = namespace.entries() + namespace.chunks().size();
    nextAudit = applied + 1 + size / LOOKED_AT_AN_ENTRY;
    tree.audit(namespace);
    References.in(namespace).check(rules, namespace.chunks().values());
  }

  /** Checks what a client was told of the names in {@link #SHARED}. */
  void answered(FileOperation operation, OperationReply reply, long floor) {
    catchUp();
    directory.check(operation, reply, floor);
  }

  /** Looks at everything once more when a run is over. */
  void ended() {
    catchUp();
    audit();
  }
}
