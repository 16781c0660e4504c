package org.quorama.metadata;

import java.util.ArrayList;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.repair.ChunkLocations;
import org.quorama.metadata.repair.MasterDesk;
import org.quorama.metadata.repair.ReplicaCare;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.CallId;
import org.quorama.protocol.MonotonicTime;

/** What the parts of a master share within a step: the time, the role, the effects so far. */
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

  MonotonicTime now = MonotonicTime.ZERO;
  boolean leads;
  long term;

  /** True once the leader applied an entry of its own term: it knows all that was committed. */
  boolean caughtUp;

  /** Until then chunkservers may not have reported to this leader yet. */
  MonotonicTime settledAt = MonotonicTime.ZERO;

  long appliedIndex;

  /** Whether a chunk is no longer being opened since somebody looked. */
  boolean leasesChanged;

  private List<MasterEffect> effects = new ArrayList<>();
  private long draws;
  private int waiting;

  MasterState(MasterConfig config) {
    this.config = config;
    this.namespace = new Namespace(config.chunkSizeBytes());
    this.locations = new ChunkLocations(config.chunkserverTimeout(), config.repair().delay());
    this.care = new ReplicaCare(config, this, new NamespaceCatalog(namespace), locations);
    namespace.watch(care::changed);
    this.leases = new LeaseTable(config.leaseLength());
    this.opening = new ChunkOpening(this);
    this.revocations = new Revocations(this, opening);
  }

  @Override
  public MonotonicTime now() {
    return now;
  }

  @Override
  public boolean mayBeWritten(ChunkId chunk) {
    return opening.isOpening(chunk)
        || namespace.chunk(chunk).filter(entry -> !leases.endOf(entry).isDue(now)).isPresent();
  }

  @Override
  public void fenced(ChunkId chunk) {
    leases.giveUp(chunk);
    leasesChanged = true;
  }

  @Override
  public CallId draw() {
    return new CallId(++draws);
  }

  @Override
  public void emit(MasterEffect effect) {
    effects.add(effect);
  }

  void observe(MasterFact fact) {
    emit(new MasterEffect.Observed(fact));
  }

  List<MasterEffect> takeEffects() {
    List<MasterEffect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** Counts a client that waits; false if too many do. */
  boolean admit() {
    if (waiting >= config.maxPending()) {
      return false;
    }
    waiting++;
    return true;
  }

  /** Answers a client that was admitted. */
  void answer(CallId call, OperationReply reply) {
    waiting--;
    emit(new MasterEffect.AnswerOperation(call, reply));
  }

  boolean isSettled() {
    return settledAt.isDue(now);
  }
}
