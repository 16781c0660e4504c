package org.quorama.tla;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.raft.log.Membership;
import org.quorama.trace.MessageTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;
import tlc2.value.impl.BoolValue;
import tlc2.value.impl.IntValue;
import tlc2.value.impl.RecordValue;
import tlc2.value.impl.SetEnumValue;
import tlc2.value.impl.StringValue;
import tlc2.value.impl.TupleValue;
import tlc2.value.impl.Value;
import util.UniqueString;

/** Lines of a trace as values of TLA+. */
final class TlaValues {
  /** How the words of an entry that makes a membership begin. */
  private static final String MEMBERS = "members ";

  private TlaValues() {}

  static Value ofNodes(Collection<NodeId> nodes) {
    return set(nodes.stream().<Value>map(TlaValues::of).toArray(Value[]::new));
  }

  private static Value set(Value[] values) {
    return new SetEnumValue(values, false);
  }

  static Value ofLines(List<TraceLine> lines) {
    return new TupleValue(lines.stream().map(TlaValues::of).toArray(Value[]::new));
  }

  private static Value of(TraceLine line) {
    TraceEvent event = line.event();
    Fields fields = new Fields();
    fields.add("n", of(event.node()));
    fields.add("ev", of(event.detail().kind()));
    fields.add("st", of(event.state()));
    fields.add("ref", of(line.ref()));
    if (event.detail() instanceof MessageTrace.Sent message) {
      fields.add("m", of(message.summary(), event.node(), message.to()));
    } else if (event.detail() instanceof MessageTrace.Received message) {
      fields.add("m", of(message.summary(), message.from(), event.node()));
    } else {
      addElection(event.detail(), fields);
      addLog(event.detail(), fields);
    }
    return fields.record();
  }

  private static void addElection(TraceDetail detail, Fields fields) {
    if (detail instanceof RaftTrace.HardStateChanged changed) {
      fields.add("term", of(changed.term())).add("vote", of(changed.votedFor()));
    } else if (detail instanceof RaftTrace.HardStateDurable durable) {
      fields.add("term", of(durable.term())).add("vote", of(durable.votedFor()));
    } else if (detail instanceof RaftTrace.VoteCounted vote) {
      fields.add("from", of(vote.from())).add("granted", of(vote.granted()));
    } else if (detail instanceof RaftTrace.BecameLeader leader) {
      fields.add("votes", ofNodes(leader.votes()));
    } else if (detail instanceof RaftTrace.MembershipChanged changed) {
      fields.add("voters", ofNodes(changed.voters()));
    } else if (detail instanceof RaftTrace.MatchAdvanced match) {
      fields.add("follower", of(match.follower())).add("match", of(match.matchIndex()));
    }
  }

  private static void addLog(TraceDetail detail, Fields fields) {
    if (detail instanceof RaftTrace.Appended appended) {
      fields.add("first", of(appended.entries().isEmpty() ? 0 : appended.entries().get(0).index()));
      fields.add(
          "entries",
          new TupleValue(appended.entries().stream().map(TlaValues::of).toArray(Value[]::new)));
    } else if (detail instanceof RaftTrace.Durable durable) {
      fields.add("upTo", of(durable.upTo()));
    } else if (detail instanceof RaftTrace.Truncated truncated) {
      fields.add("from", of(truncated.from()));
    } else if (detail instanceof RaftTrace.CommitAdvanced commit) {
      fields.add("commit", of(commit.commitIndex()));
    } else if (detail instanceof RaftTrace.Applied applied) {
      fields.add("index", of(applied.index()));
    } else if (detail instanceof RaftTrace.SnapshotTaken taken) {
      fields.add("index", of(taken.index()));
    } else if (detail instanceof RaftTrace.SnapshotInstalled installed) {
      fields.add("index", of(installed.index()));
    } else if (detail instanceof RaftTrace.SnapshotDurable durable) {
      fields.add("index", of(durable.index())).add("kept", of(durable.suffixKept()));
    }
  }

  private static Value of(RaftTrace.Entry entry) {
    Fields fields = new Fields().add("t", of(entry.term())).add("h", of(entry.hash()));
    List<NodeId> voters = List.of();
    List<NodeId> learners = List.of();
    if (entry.command().startsWith(MEMBERS)) {
      Bytes names = Bytes.ofUtf8(entry.command().substring(MEMBERS.length()));
      Membership membership = Membership.decode(entry.index(), names);
      voters = membership.voters();
      learners = membership.learners();
    }
    return fields.add("voters", ofNodes(voters)).add("learners", ofNodes(learners)).record();
  }

  private static Value of(RaftSummary state) {
    return new Fields()
        .add("term", of(state.term()))
        .add("role", of(state.role().name()))
        .add("vote", of(state.votedFor()))
        .add("lastIndex", of(state.lastIndex()))
        .add("lastTerm", of(state.lastTerm()))
        .add("commit", of(state.commitIndex()))
        .add("applied", of(state.lastApplied()))
        .add("snapshot", of(state.snapshotIndex()))
        .record();
  }

  private static Value of(MessageTrace.Summary message, NodeId from, NodeId to) {
    return new Fields()
        .add("kind", of(message.kind().name()))
        .add("from", of(from))
        .add("to", of(to))
        .add("term", of(message.term()))
        .add("prev", of(message.prevIndex()))
        .add("prevTerm", of(message.prevTerm()))
        .add("count", of(message.entries()))
        .add("index", of(message.index()))
        .add("round", of(message.round()))
        .add("ok", of(message.positive()))
        .record();
  }

  private static Value of(long number) {
    return IntValue.gen(Math.toIntExact(number));
  }

  private static Value of(boolean truth) {
    return truth ? BoolValue.ValTrue : BoolValue.ValFalse;
  }

  private static Value of(String text) {
    return new StringValue(text);
  }

  /** Nobody is the empty text. */
  private static Value of(@Nullable NodeId node) {
    return of(node == null ? "" : node.value());
  }

  /** The fields of a record, as they are added. */
  private static final class Fields {
    private final Map<String, Value> values = new LinkedHashMap<>();

    Fields add(String name, Value value) {
      values.put(name, value);
      return this;
    }

    RecordValue record() {
      UniqueString[] names =
          values.keySet().stream().map(UniqueString::uniqueStringOf).toArray(UniqueString[]::new);
      return new RecordValue(names, values.values().toArray(Value[]::new), false);
    }
  }
}
