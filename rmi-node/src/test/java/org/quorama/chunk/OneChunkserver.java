package org.quorama.chunk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.quorama.chunk.ChunkMessage.Grant;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;

/** One core with names for what its tests say to it; its chunks have 1,024 bytes. */
final class OneChunkserver {
  static final NodeId N1 = NodeId.of("n1");
  static final NodeId N2 = NodeId.of("n2");
  static final ChunkId C = new ChunkId(1);
  static final ChunkVersion V1 = new ChunkVersion(1);
  static final ChunkVersion V2 = new ChunkVersion(2);
  static final DataId DATA = new DataId(5, 1);
  static final Duration LEASE = Duration.ofSeconds(10);
  static final Duration INTERVAL = Duration.ofMillis(800);
  static final CallId CLIENT = new CallId(1000);
  static final int CHUNK_BYTES = 1024;

  static final long TERM = 3;

  private final ChunkCore core;
  private MonotonicTime now = MonotonicTime.ZERO.plus(Duration.ofSeconds(1));
  private List<ChunkEffect> effects = List.of();

  OneChunkserver(ReplicaInfo... held) {
    Duration patience = Duration.ofSeconds(1);
    core =
        new ChunkCore(new ChunkConfig(N1, CHUNK_BYTES, INTERVAL, patience, 8, 0), List.of(held), 0);
  }

  ChunkCore core() {
    return core;
  }

  MonotonicTime now() {
    return now;
  }

  List<ChunkEffect> step(ChunkInput input) {
    effects = core.step(now, input);
    return effects;
  }

  List<ChunkEffect> after(Duration time) {
    now = now.plus(time);
    return step(new ChunkInput.TimePassed());
  }

  /** Lets time pass in which the core is not run. */
  void sleep(Duration time) {
    now = now.plus(time);
  }

  List<ChunkEffect> grant(ChunkVersion version, NodeId primary) {
    Grant grant = new Grant(C, version, true, primary, List.of(N1, N2), LEASE);
    return step(new ChunkInput.GrantArrived(CLIENT, grant));
  }

  /** Grants a version and lets it become durable. */
  void granted(ChunkVersion version, NodeId primary) {
    grant(version, primary);
    stored(only(ChunkEffect.StoreVersion.class).call(), ErrorCode.NONE);
  }

  List<ChunkEffect> write(ChunkVersion version, Mutation mutation) {
    return write(CLIENT, version, mutation);
  }

  List<ChunkEffect> write(CallId call, ChunkVersion version, Mutation mutation) {
    return step(new ChunkInput.WriteArrived(call, new ChunkMessage.Write(C, version, mutation)));
  }

  List<ChunkEffect> append(int lengthBytes) {
    return write(V1, new Mutation.AppendData(lengthBytes, DATA, true));
  }

  /** Lets the disk finish the last mutation, and the secondary confirm it. */
  List<ChunkEffect> done() {
    ArrayList<ChunkEffect> both = new ArrayList<>();
    ChunkEffect.Forward forward = only(ChunkEffect.Forward.class);
    both.addAll(stored(only(ChunkEffect.ApplyMutation.class).call(), ErrorCode.NONE));
    both.addAll(confirmed(forward.call(), ErrorCode.NONE));
    return both;
  }

  List<ChunkEffect> stored(CallId call, ErrorCode code) {
    List<ChunkEffect> asked = effects;
    List<ChunkEffect> answered = step(new ChunkInput.Stored(call, code));
    effects = asked;
    return answered;
  }

  List<ChunkEffect> confirmed(CallId forward, ErrorCode code) {
    return step(new ChunkInput.ForwardAnswered(forward, N2, code));
  }

  List<ChunkEffect> revoke(CallId call, ChunkVersion version) {
    return step(new ChunkInput.RevokeArrived(call, new ChunkMessage.Revoke(C, version)));
  }

  /** Returns the report that leaves once a master is known. */
  ChunkEffect.SendReport knowMaster() {
    step(new ChunkInput.MasterKnown(N2, TERM));
    return only(ChunkEffect.SendReport.class);
  }

  List<ChunkEffect> answer(ChunkEffect.SendReport report, Orders orders) {
    return step(new ChunkInput.ReportAnswered(report.call(), orders));
  }

  /** Returns the report after the next interval. */
  ChunkEffect.SendReport nextReport() {
    after(INTERVAL);
    return only(ChunkEffect.SendReport.class);
  }

  /** Returns the one effect of a type of the last step. */
  <T extends ChunkEffect> T only(Class<T> type) {
    List<T> found = effects.stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new AssertionError("Not one " + type.getSimpleName() + " in " + effects);
    }
    return found.get(0);
  }

  static ChunkEffect observed(ChunkFact fact) {
    return new ChunkEffect.Observed(fact);
  }

  static ChunkEffect answer(ErrorCode code, NodeId... failed) {
    return new ChunkEffect.AnswerMutation(
        CLIENT, new ChunkMessage.MutationReply(code, List.of(failed)));
  }

  static ChunkEffect appended(long offset) {
    return new ChunkEffect.AnswerMutation(
        CLIENT, new ChunkMessage.MutationReply(ErrorCode.NONE, List.of(), offset));
  }

  static ChunkEffect grantAnswer(CallId call, boolean accepted) {
    return new ChunkEffect.AnswerGrant(call, new ChunkMessage.GrantReply(accepted));
  }
}
