package org.quorama.discovery;

import java.util.Set;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ExtendedUUID;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;

/**
 * Loses what members send whom a lab has cut off, at the receiver and therefore each way for
 * itself, or everything of a node that is paused. In the stack of lab nodes only. Thread-safe.
 */
final class LostLinks extends Protocol {
  /** Whom this node does not hear. */
  private volatile Set<NodeId> unheard = Set.of();

  /** Whether this node neither hears nor says anything. */
  private volatile boolean silent;

  void ignore(Set<NodeId> senders) {
    unheard = Set.copyOf(senders);
  }

  void silence(boolean isSilent) {
    silent = isSilent;
  }

  @Override
  public @Nullable Object up(Message message) {
    return isLost(message.getSrc()) ? null : up_prot.up(message);
  }

  @Override
  public void up(MessageBatch batch) {
    if (!isLost(batch.sender())) {
      up_prot.up(batch);
    }
  }

  @Override
  public @Nullable Object down(Message message) {
    return silent ? null : down_prot.down(message);
  }

  private boolean isLost(@Nullable Address sender) {
    if (silent) {
      return true;
    }
    NodeId node = sender instanceof ExtendedUUID named ? MemberAddress.nodeOf(named) : null;
    return node != null && unheard.contains(node);
  }
}
