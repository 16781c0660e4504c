package org.quorama.simulation.mutant;

import java.util.ArrayList;
import java.util.List;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** Leaders that do not step down as they should. */
final class WrongLeaders {
  private WrongLeaders() {}

  /** Forgets its vote when it steps down inside its term. */
  static final class ForgetsVote extends WrongCore {
    private final WrongElections elections;

    ForgetsVote(HostedCore right, WrongElections elections) {
      super(right);
      this.elections = elections;
    }

    @Override
    List<NodeInput> wrongInputs(NodeInput input, List<NodeEffect> effects, RaftStatus before) {
      RaftStatus after = raftStatus();
      long term = after.hardState().currentTerm();
      boolean sameTerm = before.hardState().currentTerm() == term;
      if (sameTerm && before.role() == RoleName.LEADER && after.role() != RoleName.LEADER) {
        elections.forget(term);
      }
      return List.of();
    }
  }

  /** Sends the next command as an entry of the term that deposed it. */
  static final class AppendsDeposed extends WrongCore {
    private final RaftConfig config;

    /** The term that deposed this leader, 0 if none did since it sent what was queued. */
    private long deposedBy;

    AppendsDeposed(HostedCore right, RaftConfig config) {
      super(right);
      this.config = config;
    }

    @Override
    List<RaftEffect.SendMessage> wrongMessages(NodeInput input, RaftStatus before) {
      RaftStatus now = raftStatus();
      long term = now.hardState().currentTerm();
      if (before.role() == RoleName.LEADER && before.hardState().currentTerm() < term) {
        deposedBy = term;
      }
      boolean proposes =
          input instanceof NodeInput.ForMaster master
              && master.input() instanceof MasterInput.OperationsRequested;
      if (!proposes || deposedBy != term) {
        return List.of();
      }
      deposedBy = 0;
      return appended(now);
    }

    private List<RaftEffect.SendMessage> appended(RaftStatus status) {
      long term = status.hardState().currentTerm();
      LogPosition last = status.log().last();
      LogEntry entry =
          LogEntry.command(
              new LogPosition(term, last.index() + 1), Bytes.ofUtf8("queued at " + config.self()));
      RaftMessage message =
          new RaftMessage.AppendEntries(term, config.self(), last, List.of(entry), 0, 1);
      ArrayList<RaftEffect.SendMessage> messages = new ArrayList<>();
      for (NodeId member : config.members()) {
        if (!member.equals(config.self())) {
          messages.add(new RaftEffect.SendMessage(member, message));
        }
      }
      return messages;
    }
  }
}
