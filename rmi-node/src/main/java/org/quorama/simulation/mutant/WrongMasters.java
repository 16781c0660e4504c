package org.quorama.simulation.mutant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.protocol.CallId;
import org.quorama.raft.RoleName;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** Masters that break the rules of which replicas count and which may go [GFS §4.4, §4.5]. */
final class WrongMasters {
  private WrongMasters() {}

  private static ChunkMessage.ChunkReport with(
      ChunkMessage.ChunkReport report, List<ChunkMessage.ReplicaInfo> held) {
    return new ChunkMessage.ChunkReport(
        report.term(),
        report.full(),
        report.number(),
        held,
        report.gone(),
        report.corrupt(),
        report.leasesWanted(),
        report.capacityBytes(),
        report.usedBytes());
  }

  /** Takes every replica for one of the greatest version that it ever saw of the chunk. */
  static final class ListsStale extends WrongCore {
    private final Map<ChunkId, ChunkVersion> greatest = new HashMap<>();

    ListsStale(HostedCore right) {
      super(right);
    }

    @Override
    NodeInput changed(NodeInput input) {
      if (!(input instanceof NodeInput.ForMaster master)
          || !(master.input() instanceof MasterInput.ReportArrived arrived)) {
        return input;
      }
      List<ChunkMessage.ReplicaInfo> held =
          arrived.report().held().stream().map(this::raised).toList();
      return new NodeInput.ForMaster(
          new MasterInput.ReportArrived(
              arrived.call(), arrived.from(), with(arrived.report(), held)));
    }

    private ChunkMessage.ReplicaInfo raised(ChunkMessage.ReplicaInfo info) {
      ChunkVersion most =
          greatest.merge(
              info.chunk(), info.version(), (old, now) -> old.compareTo(now) >= 0 ? old : now);
      return new ChunkMessage.ReplicaInfo(info.chunk(), most, info.lengthBytes());
    }
  }

  /** Has deleted what its state does not know, also before it has applied what is committed. */
  static final class CollectsUnknown extends CollectsMore {
    CollectsUnknown(HostedCore right) {
      super(right);
    }

    @Override
    boolean isGarbage(ChunkId chunk) {
      return references(chunk) == 0;
    }
  }

  /** Counts one file too few of a chunk that files shared: it has it deleted under the last. */
  static final class CollectsShared extends CollectsMore {
    private final TreeSet<ChunkId> shared = new TreeSet<>();

    CollectsShared(HostedCore right) {
      super(right);
    }

    @Override
    boolean isGarbage(ChunkId chunk) {
      if (references(chunk) > 1) {
        shared.add(chunk);
      }
      return references(chunk) == 1 && shared.contains(chunk);
    }
  }

  /** Takes a chunk that a session reserved for an orphan, since no file has it yet. */
  static final class CollectsReserved extends CollectsMore {
    private final TreeSet<ChunkId> reserved = new TreeSet<>();

    CollectsReserved(HostedCore right) {
      super(right);
    }

    @Override
    NodeEffect changed(NodeEffect effect) {
      if (effect instanceof NodeEffect.OfMaster master
          && master.effect() instanceof MasterEffect.Observed observed
          && observed.fact() instanceof MasterFact.CommandApplied applied) {
        applied(MetadataCommand.decode(applied.command()));
      }
      return super.changed(effect);
    }

    private void applied(MetadataCommand command) {
      if (command instanceof MetadataCommand.ReservePlaced reserve) {
        reserve.chunks().forEach(placed -> reserved.add(placed.chunk()));
      } else if (command instanceof MetadataCommand.Perform once
          && once.mutation() instanceof FileOperation.OfReserved use) {
        reserved.remove(use.chunk());
      }
    }

    @Override
    boolean isGarbage(ChunkId chunk) {
      return reserved.contains(chunk);
    }
  }

  /** Has more deleted than the right core. */
  abstract static class CollectsMore extends WrongCore {
    private final Map<CallId, ChunkMessage.ChunkReport> reports = new HashMap<>();

    CollectsMore(HostedCore right) {
      super(right);
    }

    /** Tells whether nobody needs a replica of a chunk any more, in the eyes of this bug. */
    abstract boolean isGarbage(ChunkId chunk);

    /** Notes what a leader was told. */
    void reported(NodeId from, ChunkMessage.ChunkReport report) {}

    @Override
    NodeInput changed(NodeInput input) {
      if (input instanceof NodeInput.ForMaster master
          && master.input() instanceof MasterInput.ReportArrived arrived) {
        reports.put(arrived.call(), arrived.report());
        if (raftStatus().role() == RoleName.LEADER) {
          reported(arrived.from(), arrived.report());
        }
      }
      return input;
    }

    @Override
    NodeEffect changed(NodeEffect effect) {
      if (!(effect instanceof NodeEffect.OfMaster master)
          || !(master.effect() instanceof MasterEffect.AnswerReport answer)) {
        return effect;
      }
      ChunkMessage.ChunkReport report = reports.remove(answer.call());
      if (report == null || raftStatus().role() != RoleName.LEADER) {
        return effect;
      }
      TreeSet<ChunkId> garbage = new TreeSet<>(answer.orders().garbage());
      report.held().stream()
          .map(ChunkMessage.ReplicaInfo::chunk)
          .filter(this::isGarbage)
          .forEach(garbage::add);
      return new NodeEffect.OfMaster(
          new MasterEffect.AnswerReport(
              answer.call(),
              new ChunkMessage.Orders(
                  List.copyOf(garbage),
                  answer.orders().extended(),
                  answer.orders().lease(),
                  answer.orders().fullWanted())));
    }
  }

  /** Has replicas deleted of which it counts too many, by reports of its earlier reigns too. */
  static final class TrimsByOldReports extends CollectsMore {
    private static final int WANTED = 3;

    private final Map<ChunkId, TreeSet<NodeId>> holders = new HashMap<>();

    TrimsByOldReports(HostedCore right) {
      super(right);
    }

    @Override
    void reported(NodeId from, ChunkMessage.ChunkReport report) {
      report.held().stream()
          .map(ChunkMessage.ReplicaInfo::chunk)
          .forEach(chunk -> holders.computeIfAbsent(chunk, key -> new TreeSet<>()).add(from));
      report.gone().forEach(chunk -> holders.getOrDefault(chunk, new TreeSet<>()).remove(from));
    }

    @Override
    boolean isGarbage(ChunkId chunk) {
      return holders.getOrDefault(chunk, new TreeSet<>()).size() > WANTED;
    }
  }
}
