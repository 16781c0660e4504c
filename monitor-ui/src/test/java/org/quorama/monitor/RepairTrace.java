package org.quorama.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quorama.cluster.NodeId;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceDetail;
import org.quorama.trace.TraceEvent;

/** A made-up run after the first file: every class of health, copies under way, safe mode over. */
public final class RepairTrace {
  private static final long MILLI = 1_000_000L;
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final NodeId N3 = NodeId.of("n3");
  private static final NodeId N4 = NodeId.of("n4");
  private static final NodeId N5 = NodeId.of("n5");

  private final List<TraceEvent> events = new ArrayList<>();
  private final Map<NodeId, TraceEvent> last = new HashMap<>();
  private long timeNanos;

  private RepairTrace() {
    SampleTraces.firstFile().forEach(this::keep);
  }

  private void keep(TraceEvent event) {
    events.add(event);
    last.put(event.node(), event);
    timeNanos = Math.max(timeNanos, event.timeNanos());
  }

  private void add(NodeId node, TraceDetail detail) {
    TraceEvent before = last.get(node);
    timeNanos += 40 * MILLI;
    long seq = before == null ? 1 : before.seq() + 1;
    long boot = before == null ? 1 : before.incarnation();
    RaftSummary state = before == null ? events.get(0).state() : before.state();
    keep(new TraceEvent(node, boot, seq, events.size() + 1, timeNanos, state, detail));
  }

  /** Returns the run: chunk 1 is corrupt on n2, 2 and 3 are being copied, 4 is lost, 5 is new. */
  public static List<TraceEvent> events() {
    RepairTrace run = new RepairTrace();
    run.add(N2, new MasterTrace.SafeModeChanged(true, 1, 3));
    run.add(N2, new MasterTrace.SafeModeChanged(false, 3, 3));
    run.corruption();
    run.underReplication();
    run.loss();
    run.add(N2, new MasterTrace.ServerStateChanged(N4, "DRAINING"));
    run.add(N1, new ChunkTrace.LeaseExtended("c00000001", 2, 12_000 * MILLI));
    run.timeNanos += 7_000 * MILLI;
    run.add(N1, new ChunkTrace.MutationApplied("c00000005", 1, 1, 0, 65_536));
    run.add(N2, new RaftTrace.ReadsConfirmed(4, 2));
    run.add(N4, new RaftTrace.DeadlineSet(true, 1_800 * MILLI));
    run.add(N3, new ChunkTrace.LeaseExtended("c00000005", 1, 19_000 * MILLI));
    return List.copyOf(run.events);
  }

  private void corruption() {
    add(N2, new ChunkTrace.CorruptionFound("c00000001", 65_536));
    add(N2, new MasterTrace.ReplicaCorrupt("c00000001", N2));
    add(N2, new MasterTrace.HealthChanged("c00000001", "CORRUPT_REPLICA"));
  }

  private void underReplication() {
    add(N2, new MasterTrace.HealthChanged("c00000002", "UNDER_REPLICATED"));
    add(N2, new MasterTrace.CopyOrdered("c00000002", 2, N2, N1, "n5 is silent"));
    add(N2, new MasterTrace.HealthChanged("c00000003", "UNDER_REPLICATED"));
    add(N2, new MasterTrace.CopyOrdered("c00000003", 2, N4, N1, "n5 is silent"));
    add(N2, new MasterTrace.CopyDone("c00000003", 2, N1, "NO_SPACE"));
    add(N2, new MasterTrace.CopyOrdered("c00000003", 2, N3, N2, "n5 is silent"));
  }

  private void loss() {
    List<NodeId> one = List.of(N5);
    List<NodeId> three = List.of(N1, N3, N4);
    add(N2, new MasterTrace.ChunkPlaced("/films/old.mp4", 0, "c00000004", one));
    add(N5, new ChunkTrace.VersionStored("c00000004", 1));
    add(N2, new MasterTrace.HealthChanged("c00000004", "MISSING"));
    add(N2, new MasterTrace.ChunkPlaced("/films/lake.mp4", 0, "c00000005", three));
    add(N2, new MasterTrace.LeaseGranted("c00000005", 1, N3, three, 20_000 * MILLI));
    add(N3, new ChunkTrace.VersionStored("c00000005", 1));
    add(N4, new ChunkTrace.VersionStored("c00000005", 1));
    add(N2, new MasterTrace.HealthChanged("c00000005", "HEALTHY"));
  }
}
