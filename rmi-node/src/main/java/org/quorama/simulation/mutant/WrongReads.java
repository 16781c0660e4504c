package org.quorama.simulation.mutant;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftInput;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** Leaders that answer reads from their own state though they may not. */
abstract class WrongReads extends WrongCore {
  WrongReads(HostedCore right) {
    super(right);
  }

  /** Tells whether a read is answered at once. */
  abstract boolean answersAtOnce(RaftStatus status);

  /** Notes what came in. */
  void heard(NodeInput input, RaftStatus before) {}

  @Override
  final List<NodeInput> wrongInputs(NodeInput input, List<NodeEffect> effects, RaftStatus before) {
    RaftStatus status = raftStatus();
    List<NodeInput> answers =
        status.role() == RoleName.LEADER && answersAtOnce(status)
            ? effects.stream().flatMap(effect -> answered(effect, status).stream()).toList()
            : List.of();
    heard(input, before);
    return answers;
  }

  private static List<NodeInput> answered(NodeEffect effect, RaftStatus status) {
    if (effect instanceof NodeEffect.OfMaster master
        && master.effect() instanceof MasterEffect.ConfirmRead read) {
      ReadOutcome ready = new ReadOutcome.Ready(status.log().lastApplied());
      return List.of(new NodeInput.ForMaster(new MasterInput.ReadEnded(read.read(), ready)));
    }
    return List.of();
  }

  /** Answers before it has applied an entry of its own term. */
  static final class WithoutOwnEntry extends WrongReads {
    private long term;
    private long ownEntry;

    WithoutOwnEntry(HostedCore right) {
      super(right);
    }

    @Override
    boolean answersAtOnce(RaftStatus status) {
      if (status.hardState().currentTerm() != term) {
        term = status.hardState().currentTerm();
        ownEntry = status.log().last().index();
      }
      return status.log().lastApplied() < ownEntry;
    }

    @Override
    void heard(NodeInput input, RaftStatus before) {
      RaftStatus after = raftStatus();
      if (after.role() == RoleName.LEADER && before.role() != RoleName.LEADER) {
        term = after.hardState().currentTerm();
        ownEntry = after.log().last().index();
      }
    }
  }

  /** Answers once a majority has answered anything in this term. */
  static final class ByEarlierAcks extends WrongReads {
    private final RaftConfig config;
    private final Set<NodeId> heard = new HashSet<>();
    private long term;

    ByEarlierAcks(HostedCore right, RaftConfig config) {
      super(right);
      this.config = config;
    }

    @Override
    boolean answersAtOnce(RaftStatus status) {
      return status.hardState().currentTerm() == term && heard.size() + 1 >= config.quorum();
    }

    @Override
    void heard(NodeInput input, RaftStatus before) {
      long now = raftStatus().hardState().currentTerm();
      if (now != term) {
        heard.clear();
        term = now;
      }
      if (input instanceof NodeInput.ForRaft raft
          && raft.input() instanceof RaftInput.MessageArrived arrived
          && arrived.message() instanceof RaftMessage.AppendEntriesReply reply
          && reply.term() == term) {
        heard.add(arrived.from());
      }
    }
  }
}
