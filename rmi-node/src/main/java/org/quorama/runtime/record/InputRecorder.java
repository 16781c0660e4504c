package org.quorama.runtime.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.quorama.protocol.MonotonicTime;
import org.quorama.runtime.core.NodeCore;
import org.quorama.runtime.core.NodeInput;
import org.quorama.trace.NodeTrace;

/**
 * Puts all that a replay needs into events: what the cores were made from, each input, and digests
 * now and then. Confined to the node's event loop.
 *
 * <p>An event is as large as its input: at most a message of Raft with its entries, a piece of a
 * snapshot, or a batch of operations.
 */
public final class InputRecorder {
  private static final int PIECE_BYTES = 256 << 10;
  private static final long BETWEEN_CHECKPOINTS = 1000;
  private static final byte[] NOTHING = {};

  private final NodeCore core;
  private final CoreOrigin origin;
  private final InputWriter writer = new InputWriter();
  private final InputChain chain = new InputChain();
  private final Base64.Encoder encoder = Base64.getEncoder();
  private long inputs;

  /**
   * Makes a recorder for one boot.
   *
   * @param core what takes the inputs
   * @param origin what it was made from
   */
  public InputRecorder(NodeCore core, CoreOrigin origin) {
    this.core = core;
    this.origin = origin;
  }

  /** Returns the events that say what the cores were made from; to be called once, first. */
  public List<NodeTrace.CoresMade> made() {
    byte[] bytes = writer.write(origin);
    int pieces = Math.max(1, (bytes.length + PIECE_BYTES - 1) / PIECE_BYTES);
    List<NodeTrace.CoresMade> events = new ArrayList<>(pieces);
    for (int piece = 1; piece <= pieces; piece++) {
      int from = (piece - 1) * PIECE_BYTES;
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE_BYTES));
      String text = encoder.encodeToString(part);
      events.add(new NodeTrace.CoresMade(piece, pieces, chain.add(piece, part), text));
    }
    return events;
  }

  /**
   * Returns the event of an input.
   *
   * @param now the node's protocol time at the step
   * @param input what the cores took
   */
  public NodeTrace.InputTaken taken(MonotonicTime now, NodeInput input) {
    inputs++;
    boolean plain = input instanceof NodeInput.TimePassed;
    byte[] bytes = plain ? NOTHING : writer.write(input);
    long check = chain.add(now.nanos(), bytes);
    return new NodeTrace.InputTaken(
        coreOf(input), now.nanos(), check, encoder.encodeToString(bytes));
  }

  private static String coreOf(NodeInput input) {
    if (input instanceof NodeInput.ForRaft) {
      return "raft";
    } else if (input instanceof NodeInput.ForMaster) {
      return "master";
    }
    return input instanceof NodeInput.ForChunk ? "chunk" : "time";
  }

  /** Tells whether digests are due after the step that was just made. */
  public boolean isCheckpointDue() {
    return inputs % BETWEEN_CHECKPOINTS == 0;
  }

  /** Returns digests of what the cores hold now. */
  public NodeTrace.Checkpoint checkpoint() {
    return CoreDigests.of(core, inputs);
  }
}
