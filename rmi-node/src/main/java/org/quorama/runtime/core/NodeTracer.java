package org.quorama.runtime.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/**
 * Derives a node's trace from its steps, and keeps its Lamport clock. Confined to the thread of its
 * host; observes and never decides.
 *
 * <p>A host calls {@link #observe} after every step, {@link #persisted} when writes are durable,
 * and {@link #record} for what only it sees: boot, messages, members. Before recording a message's
 * arrival it calls {@link #merge}.
 */
public final class NodeTracer {
  private static final RaftSummary UNKNOWN =
      new RaftSummary(0, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);

  private final NodeId node;
  private final long incarnation;
  private final RaftEvents raftEvents;
  private final FileEvents fileEvents;

  /** What the node believed after its last step. */
  private RaftSummary state = UNKNOWN;

  private long lamport;
  private long seq;
  private long messages;

  /**
   * Makes a tracer that tells commands by their length.
   *
   * @param node whose trace it writes
   * @param incarnation the node's boot count, from 1
   */
  public NodeTracer(NodeId node, long incarnation) {
    this(node, incarnation, Bytes::toString);
  }

  /**
   * Makes a tracer.
   *
   * @param node whose trace it writes
   * @param incarnation the node's boot count, from 1
   * @param describe puts a command into words, {@code mkdir /a}
   */
  public NodeTracer(NodeId node, long incarnation, Function<Bytes, String> describe) {
    this.node = node;
    this.incarnation = incarnation;
    CommandWords words = new CommandWords(describe);
    this.raftEvents = new RaftEvents(node, words);
    this.fileEvents = new FileEvents(words);
  }

  /**
   * Takes over the state in which the node booted; the events recorded before the first step carry
   * it.
   *
   * @param status what the new core believes
   */
  public void booted(RaftStatus status) {
    state = summaryOf(status);
  }

  /**
   * Returns the events of one step, in the order in which they happened.
   *
   * @param timeNanos the host's clock, as in {@link TraceEvent#timeNanos}
   * @param input what the core took
   * @param effects all that the core returned
   * @param before its status before the step
   * @param after its status after the step
   * @param now the host's monotonic time at the step
   */
  public List<TraceEvent> observe(
      long timeNanos,
      NodeInput input,
      List<NodeEffect> effects,
      RaftStatus before,
      RaftStatus after,
      MonotonicTime now) {
    ArrayList<TraceDetail> details = new ArrayList<>();
    RaftEvents.Step step = new RaftEvents.Step(before, after, now);
    raftEvents.ofInput(input, step, details);
    for (NodeEffect effect : effects) {
      if (effect instanceof NodeEffect.OfRaft ofRaft) {
        raftEvents.ofEffect(ofRaft.effect(), input, step, details);
        noteCommitted(ofRaft.effect());
      } else if (effect instanceof NodeEffect.OfMaster ofMaster) {
        fileEvents.ofMaster(ofMaster.effect(), details);
      } else if (effect instanceof NodeEffect.OfChunk ofChunk) {
        fileEvents.ofChunk(ofChunk.effect(), details);
      }
    }
    fileEvents.endOfStep(details);
    raftEvents.ofChange(step, details);
    state = summaryOf(after);
    return record(timeNanos, details);
  }

  private void noteCommitted(RaftEffect effect) {
    if (effect instanceof RaftEffect.ApplyCommitted apply) {
      fileEvents.committed(apply.entries());
    }
  }

  /**
   * Returns the events of what is durable now. To be called before what waited for it leaves.
   *
   * @param timeNanos the host's clock
   * @param done what Raft is told
   */
  public List<TraceEvent> persisted(long timeNanos, RaftInput.Persisted done) {
    return record(timeNanos, raftEvents.persisted(done.ticket()));
  }

  private List<TraceEvent> record(long timeNanos, List<TraceDetail> details) {
    List<TraceEvent> events = new ArrayList<>(details.size());
    for (TraceDetail detail : details) {
      events.add(record(timeNanos, detail));
    }
    return Collections.unmodifiableList(events);
  }

  /**
   * Returns the event of something that only the host saw.
   *
   * @param timeNanos the host's clock
   * @param detail what happened
   */
  public TraceEvent record(long timeNanos, TraceDetail detail) {
    seq++;
    return new TraceEvent(node, incarnation, seq, tick(), timeNanos, state, detail);
  }

  /** Returns the number that the next event gets. */
  public long nextSeq() {
    return seq + 1;
  }

  /** Counts one more event on the Lamport clock and returns its time. */
  public long tick() {
    lamport++;
    return lamport;
  }

  /** Returns the time of the last event on the Lamport clock: what a message is stamped with. */
  public long lamport() {
    return lamport;
  }

  /**
   * Sets the Lamport clock behind that of a received message, and returns it.
   *
   * @param received the time in the message's stamp
   */
  public long merge(long received) {
    lamport = Math.max(lamport, received);
    return tick();
  }

  /** Returns an id for the next message of this boot: {@code n1:1:42}. */
  public String nextMessageId() {
    messages++;
    return node.value() + ":" + incarnation + ":" + messages;
  }

  /**
   * Returns a status in a few numbers.
   *
   * @param status what a core believes
   */
  public static RaftSummary summaryOf(RaftStatus status) {
    return new RaftSummary(
        status.hardState().currentTerm(),
        status.role(),
        status.hardState().votedFor(),
        status.leaderId(),
        status.log().last().index(),
        status.log().last().term(),
        status.log().commitIndex(),
        status.log().lastApplied(),
        status.log().snapshotIndex());
  }
}
