package org.quorama.metadata;

import org.quorama.chunk.ChunkId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.repair.ChunkLocations;
import org.quorama.metadata.repair.MasterDesk;
import org.quorama.metadata.repair.ReplicaCare;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** What the parts of a master share: what it knows, its role, its step, and one another. */
final class MasterState implements MasterDesk {
  final MasterConfig config;
  final Namespace namespace;
  final ChunkLocations locations;
  final ReplicaCare care;
  final LeaseTable leases;
  final Proposals proposals = new Proposals();
  final ReplicaRounds rounds = new ReplicaRounds(this);
  final ChunkOpening opening;
  final Revocations revocations;

  final Reign reign = new Reign();
  final MasterSteps steps;
  long appliedIndex;

  MasterState(MasterConfig config) {
    this.config = config;
    this.steps = new MasterSteps(config.maxPending());
    this.namespace = new Namespace(config.chunkSizeBytes());
    this.locations = new ChunkLocations(config.chunkserverTimeout(), config.repair().delay());
    this.care = new ReplicaCare(config, this, new NamespaceCatalog(namespace), locations);
    namespace.watch(this::changed);
    this.leases = new LeaseTable(config.leaseLength());
    this.opening = new ChunkOpening(this);
    this.revocations = new Revocations(this, opening);
  }

  /** Takes notice of a chunk that changed or went as the log was applied. */
  private void changed(ChunkId chunk, boolean newVersion) {
    if (newVersion && reign.isCaughtUp()) {
      namespace.chunk(chunk).ifPresent(this::learnConfirmed);
    }
    care.changed(chunk, newVersion);
  }

  /** Learns from who confirmed a version, a moment ago, that all its replicas hold it. */
  private void learnConfirmed(ChunkEntry entry) {
    Placement granted = entry.granted();
    if (granted.equals(entry.confirmed())) {
      granted
          .replicas()
          .forEach(node -> locations.confirmed(node, entry.chunk(), granted.version(), now()));
    }
  }

  @Override
  public MonotonicTime now() {
    return steps.now();
  }

  @Override
  public boolean mayBeWritten(ChunkId chunk) {
    return opening.isOpening(chunk)
        || namespace.chunk(chunk).filter(entry -> !leases.endOf(entry).isDue(now())).isPresent();
  }

  @Override
  public void fenced(ChunkId chunk) {
    leases.giveUp(chunk);
    revocations.leasesChanged();
  }

  @Override
  public CallId draw() {
    return steps.draw();
  }

  @Override
  public void emit(MasterEffect effect) {
    steps.emit(effect);
  }

  /**
   * Encodes a command for the log. What is under way makes the namespace larger, so bounds are
   * checked when it is applied, if it may be full by then [GFS §2.6.1].
   */
  Bytes encoded(MetadataCommand command) {
    long most = (long) config.maxEntries() - config.maxPending();
    boolean isBounded = namespace.mayOutgrow(command, most);
    return MetadataCommand.encode(
        isBounded ? new MetadataCommand.Bounded(command, config.maxEntries()) : command);
  }

  void observe(MasterFact fact) {
    emit(new MasterEffect.Observed(fact));
  }
}
