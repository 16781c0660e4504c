package org.quorama.simulation.check;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftStatus;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.RecoveredState;
import org.quorama.raft.log.Snapshot;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.Rules.Rule;

/**
 * Checks the rules of Raft and of files after every step of every node. It sees what no node can:
 * all logs, all disks, all boots. Every check costs a constant or little more. Confined to the
 * thread of its run.
 */
public final class ClusterChecker {
  /** So often in a row a node may have more to do at once than it does in a step. */
  private static final int MOST_WAKES_AT_ONCE = 1000;

  private final Rules rules;
  private final List<NodeId> nodes;
  private final Counters counters;
  private final LogChecker logs;
  private final ElectionChecker elections;
  private final ChunkChecker chunks;
  private final ShadowMaster shadow;
  private final ReplicaListing listing;
  private final Shapes shapes;

  /** How often in a row each node wanted to be woken at once. */
  private final int[] wakesAtOnce;

  /** Whether files are checked, too: only if the whole run was seen. */
  private boolean files = true;

  /**
   * Who and what is checked.
   *
   * @param all the nodes, in order
   * @param voters those of them that the cluster starts with
   * @param raft the disks of their logs, in the same order
   * @param chunks the disks of their replicas, in the same order
   * @param master the settings of the masters
   */
  public record Nodes(
      List<NodeId> all,
      List<NodeId> voters,
      List<DurableDisk> raft,
      List<DurableReplicas> chunks,
      MasterConfig master) {
    /** Copies the lists. */
    public Nodes {
      all = List.copyOf(all);
      voters = List.copyOf(voters);
      raft = List.copyOf(raft);
      chunks = List.copyOf(chunks);
    }
  }

  /**
   * Makes a checker of a run that has not begun.
   *
   * @param rules words what is broken
   * @param checked who and what is checked
   * @param counters counts what is reached
   */
  public ClusterChecker(Rules rules, Nodes checked, Counters counters) {
    this.rules = rules;
    this.nodes = checked.all();
    this.wakesAtOnce = new int[nodes.size()];
    this.counters = counters;
    this.logs = new LogChecker(rules, nodes, checked.voters(), checked.raft());
    this.elections = new ElectionChecker(rules, nodes, checked.raft(), logs);
    this.shapes = new Shapes(rules, checked.raft(), counters);
    this.chunks = new ChunkChecker(rules, checked, counters);
    this.shadow = new ShadowMaster(rules, checked.master().chunkSizeBytes(), logs.committed());
    this.listing = new ReplicaListing(rules, checked, chunks, shadow, counters);
  }

  /**
   * Takes over a cluster whose past was not seen: from here on the rules of Raft are checked, those
   * of files are not.
   *
   * @param committed all committed entries, from index 1
   * @param term the highest of any node
   * @param digests of the state after each index that was applied
   */
  public void goesOn(List<LogEntry> committed, long term, SortedMap<Long, Long> digests) {
    files = false;
    logs.goesOn(committed, term, digests);
  }

  /**
   * Takes over one node of such a cluster.
   *
   * @param node which
   * @param status what it believes, or last believed
   * @param log all entries behind its snapshot, durable or not
   */
  public void goesOn(int node, RaftStatus status, List<LogEntry> log) {
    logs.goesOn(node, status, log);
    elections.goesOn(node, status);
  }

  /**
   * Notes that a node was woken, and let time pass.
   *
   * @param node which
   * @param again whether it wants to be woken again at once
   */
  public void woken(int node, boolean again) {
    wakesAtOnce[node] = again ? wakesAtOnce[node] + 1 : 0;
    if (wakesAtOnce[node] > MOST_WAKES_AT_ONCE) {
      throw rules.broken(Rule.NO_SPINNING, "%s is woken again and again", nodes.get(node));
    }
  }

  /** Notes that a node crashes. */
  public void crashed() {
    chunks.crashed();
  }

  /**
   * Notes that a node starts with what its disk holds.
   *
   * @param node which
   * @param recovered what its disk holds
   */
  public void booted(int node, RecoveredState recovered) {
    logs.booted(node, recovered);
    elections.booted(node, recovered.hardState());
    shapes.booted(node);
    chunks.booted(node);
    listing.booted(node);
  }

  /**
   * Notes an input that a node is about to take.
   *
   * @param node which
   * @param input what it takes
   */
  public void taking(int node, NodeInput input) {
    if (!files) {
      return;
    }
    if (input instanceof NodeInput.ForChunk chunk) {
      chunks.taking(node, chunk.input());
    } else if (input instanceof NodeInput.ForMaster master) {
      listing.taking(node, master.input());
    }
  }

  /**
   * Notes what a client pushed to a node.
   *
   * @param data its name
   * @param content the bytes
   */
  public void pushed(DataId data, Bytes content) {
    chunks.pushed(data, content);
  }

  /**
   * Notes a message that a node is about to take.
   *
   * @param node who gets it
   * @param message what it says
   */
  public void arriving(int node, RaftMessage message) {
    shapes.arriving(node, logs.mirror(node), message);
  }

  /**
   * Notes that a node goes on after a pause, and has noticed nothing yet.
   *
   * @param node which
   */
  public void resumed(int node) {
    shapes.resumed(node);
  }

  /**
   * Checks one step of one node.
   *
   * @param node which
   * @param before what it believed before
   * @param effects what it wants done
   * @param after what it believes now
   */
  public void stepped(int node, RaftStatus before, List<NodeEffect> effects, RaftStatus after) {
    monotonic(node, before, after);
    Membership membership = logs.mirror(node).membership();
    for (NodeEffect effect : effects) {
      if (effect instanceof NodeEffect.OfRaft raft) {
        changesLog(node, raft.effect(), before, after);
      }
    }
    becomesLeader(node, before, after);
    shapes.stepped(logs.mirror(node), before, after);
    if (after.log().commitIndex() > before.log().commitIndex()) {
      logs.committed(node, membership, before, after);
    }
    for (NodeEffect effect : effects) {
      if (effect instanceof NodeEffect.OfRaft raft
          && raft.effect() instanceof RaftEffect.SaveSnapshot save) {
        count(save);
        logs.saved(node, save);
      }
    }
    for (NodeEffect effect : effects) {
      observed(node, effect);
    }
  }

  private void replacesLog(int node, RaftEffect.SaveSnapshot save) {
    if (save.suffix() == RaftEffect.LogSuffix.DISCARDED) {
      shapes.replaces(logs.mirror(node), save.snapshot());
    }
    logs.saving(node, save);
  }

  private void changesLog(int node, RaftEffect effect, RaftStatus before, RaftStatus after) {
    if (effect instanceof RaftEffect.AppendToLog append) {
      logs.appended(node, append);
    } else if (effect instanceof RaftEffect.TruncateLog truncate) {
      counters.count(Sometimes.TRUNCATION);
      logs.truncated(node, truncate, before, after);
      elections.truncated(node, after.hardState().currentTerm());
    } else if (effect instanceof RaftEffect.SaveSnapshot save) {
      replacesLog(node, save);
    }
  }

  private void count(RaftEffect.SaveSnapshot save) {
    boolean whole = save.suffix() == RaftEffect.LogSuffix.DISCARDED;
    counters.count(whole ? Sometimes.SNAPSHOT_INSTALLED : Sometimes.SNAPSHOT_TAKEN);
  }

  private void becomesLeader(int node, RaftStatus before, RaftStatus after) {
    long term = after.hardState().currentTerm();
    boolean led = before.role() == RoleName.LEADER && before.hardState().currentTerm() == term;
    if (after.role() == RoleName.LEADER && !led) {
      counters.count(Sometimes.ELECTION);
      shapes.elected(node);
      elections.elected(node, term);
      logs.elected(node, term);
    }
  }

  private void observed(int node, NodeEffect effect) {
    if (effect instanceof NodeEffect.OfRaft raft) {
      if (raft.effect() instanceof RaftEffect.ApplyCommitted apply) {
        logs.applied(node, apply);
      } else if (raft.effect() instanceof RaftEffect.RestoreSnapshot restore) {
        logs.restored(node, restore.snapshot());
      } else {
        shapes.observed(node, raft.effect());
      }
    } else if (effect instanceof NodeEffect.OfMaster master) {
      observed(node, master.effect());
    } else if (files && effect instanceof NodeEffect.OfChunk chunk) {
      listed(node, chunk.effect());
      chunks.observed(node, chunk.effect());
      shapes.observed(node, chunk.effect());
    }
  }

  private void listed(int node, ChunkEffect effect) {
    if (effect instanceof ChunkEffect.SendReport send) {
      listing.reporting(node, send);
    } else if (effect instanceof ChunkEffect.Observed observed) {
      if (observed.fact() instanceof ChunkFact.ReplicaDeleted deleted) {
        listing.deleted(node, deleted);
      } else if (observed.fact() instanceof ChunkFact.MutationOrdered ordered) {
        listing.ordered(node, ordered);
      }
    }
  }

  private void observed(int node, MasterEffect effect) {
    if (!files) {
      ofPast(node, effect);
    } else if (effect instanceof MasterEffect.SendGrant send) {
      chunks.granted(node, send.grant());
    } else if (effect instanceof MasterEffect.SendClone send) {
      chunks.mayBeStored(send.order().to(), send.order().version());
    } else if (effect instanceof MasterEffect.AnswerOperation answer) {
      if (answer.reply().value() instanceof OperationValue.ReservedChunks reserved) {
        reserved.locations().forEach(chunks::reserved);
      }
      listing.answered(node, answer);
    } else if (effect instanceof MasterEffect.AnswerReport answer) {
      listing.answered(node, answer);
    } else if (effect instanceof MasterEffect.Observed observed) {
      observed(node, observed.fact());
    }
  }

  private void ofPast(int node, MasterEffect effect) {
    if (effect instanceof MasterEffect.Observed observed
        && observed.fact() instanceof MasterFact.CommandApplied applied) {
      logs.performed(node, applied);
    }
  }

  private void observed(int node, MasterFact fact) {
    if (fact instanceof MasterFact.CommandApplied applied) {
      logs.performed(node, applied);
      shadow.catchUp();
      counted(MetadataCommand.decode(applied.command()));
    } else if (fact instanceof MasterFact.LeaseGranted lease) {
      counters.count(Sometimes.LEASE_GRANTED);
      chunks.confirmed(lease.chunk(), lease.version());
    }
  }

  private void counted(MetadataCommand command) {
    if (command instanceof MetadataCommand.Perform once
        && once.mutation() instanceof FileOperation.OfReserved made
        && shadow.isConfirmed(made.chunk(), ChunkVersion.FIRST)) {
      chunks.made(made);
    } else if (command instanceof MetadataCommand.SettleLength settle
        && shadow.isConfirmed(settle.chunk(), settle.version())) {
      chunks.settled(settle.chunk(), settle.version());
    }
  }

  private void monotonic(int node, RaftStatus before, RaftStatus after) {
    boolean falls =
        after.hardState().currentTerm() < before.hardState().currentTerm()
            || after.log().commitIndex() < before.log().commitIndex()
            || after.log().lastApplied() < before.log().lastApplied()
            || after.log().lastApplied() > after.log().commitIndex()
            || matchFalls(before, after);
    if (falls) {
      throw rules.broken(Rule.MONOTONIC, "%s goes from %s to %s", nodes.get(node), before, after);
    }
  }

  private static boolean matchFalls(RaftStatus before, RaftStatus after) {
    boolean leads = before.role() == RoleName.LEADER && after.role() == RoleName.LEADER;
    if (!leads || before.hardState().currentTerm() != after.hardState().currentTerm()) {
      return false;
    }
    for (Map.Entry<NodeId, Long> match : before.matchIndex().entrySet()) {
      NodeId member = match.getKey();
      // Who was removed and comes back is followed from the start.
      boolean stays = before.membership().contains(member) && after.membership().contains(member);
      if (stays && after.matchIndex().getOrDefault(member, 0L) < match.getValue()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Checks the state of a node that restored a snapshot and has applied nothing since.
   *
   * @param node which
   * @param snapshot what it restored
   * @param digest of its state
   */
  public void restored(int node, Snapshot snapshot, long digest) {
    logs.restoredDigest(node, snapshot.index(), digest);
  }

  /**
   * Checks a message at the moment it leaves a node.
   *
   * @param node who sends
   * @param to who is to get it
   * @param message what it says
   */
  public void leaving(int node, NodeId to, RaftMessage message) {
    elections.leaving(node, to, message);
  }

  /**
   * Says what the replicas of committed chunks are not yet as they should be, empty if they are.
   *
   * @param members the nodes that count, by their places
   */
  public String unfinished(List<Integer> members) {
    return listing.unfinished(members);
  }

  /** Returns the directory whose contents are known at every index. */
  public FilePath shared() {
    return ShadowMaster.SHARED;
  }

  /**
   * Checks what a client was told of {@link #shared}.
   *
   * @param operation what it asked for, about names in that directory
   * @param reply the answer
   * @param floor an index of which it knew when it asked
   */
  public void answered(FileOperation operation, OperationReply reply, long floor) {
    if (files) {
      shadow.answered(operation, reply, floor);
    }
  }

  /** Checks all that is committed once more when a run is over. */
  public void ended() {
    if (files) {
      shadow.ended();
    }
  }
}
