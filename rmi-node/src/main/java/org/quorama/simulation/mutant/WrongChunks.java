package org.quorama.simulation.mutant;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkFact;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkInput;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.chunk.Mutation;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftStatus;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** Chunkservers that break the rules of leases and of the order of mutations [GFS §3.1]. */
final class WrongChunks {
  private WrongChunks() {}

  /** A primary that takes what it has sent for done. */
  static final class AcksEarly extends WrongCore {
    AcksEarly(HostedCore right) {
      super(right);
    }

    @Override
    List<NodeInput> wrongInputs(NodeInput input, List<NodeEffect> effects, RaftStatus before) {
      return effects.stream()
          .filter(NodeEffect.OfChunk.class::isInstance)
          .map(effect -> ((NodeEffect.OfChunk) effect).effect())
          .filter(ChunkEffect.Forward.class::isInstance)
          .map(effect -> confirmed((ChunkEffect.Forward) effect))
          .toList();
    }

    private static NodeInput confirmed(ChunkEffect.Forward forward) {
      return new NodeInput.ForChunk(
          new ChunkInput.ForwardAnswered(forward.call(), forward.to(), ErrorCode.NONE));
    }
  }

  /** A primary whose leases do not end. */
  static final class KeepsLease extends WrongCore {
    private static final int LONG = 1_000;

    KeepsLease(HostedCore right) {
      super(right);
    }

    @Override
    NodeInput changed(NodeInput input) {
      if (input instanceof NodeInput.ForChunk chunk
          && chunk.input() instanceof ChunkInput.GrantArrived arrived) {
        ChunkMessage.Grant grant = arrived.grant();
        Duration longer = grant.lease().multipliedBy(LONG);
        ChunkMessage.Grant other =
            new ChunkMessage.Grant(
                grant.chunk(),
                grant.version(),
                grant.fresh(),
                grant.primary(),
                grant.replicas(),
                longer);
        return new NodeInput.ForChunk(new ChunkInput.GrantArrived(arrived.call(), other));
      }
      return input;
    }
  }

  /** A secondary that takes what an earlier primary orders for what the present one does. */
  static class DoesNotFence extends WrongCore {
    private final Map<ChunkId, ChunkVersion> versions = new HashMap<>();
    private final Map<ChunkId, Long> serials = new HashMap<>();

    DoesNotFence(HostedCore right) {
      super(right);
    }

    @Override
    NodeInput changed(NodeInput input) {
      if (!(input instanceof NodeInput.ForChunk chunk)
          || !(chunk.input() instanceof ChunkInput.MutateArrived arrived)) {
        return input;
      }
      ChunkMessage.Mutate mutate = arrived.mutate();
      ChunkVersion present = versions.get(mutate.chunk());
      if (present == null || present.compareTo(mutate.version()) <= 0 || !isWrongWith(mutate)) {
        return input;
      }
      long next = serials.getOrDefault(mutate.chunk(), 0L) + 1;
      return new NodeInput.ForChunk(
          new ChunkInput.MutateArrived(
              arrived.call(),
              new ChunkMessage.Mutate(mutate.chunk(), present, next, mutate.mutation().stored())));
    }

    boolean isWrongWith(ChunkMessage.Mutate mutate) {
      return true;
    }

    @Override
    NodeEffect changed(NodeEffect effect) {
      if (effect instanceof NodeEffect.OfChunk chunk
          && chunk.effect() instanceof ChunkEffect.Observed observed) {
        if (observed.fact() instanceof ChunkFact.VersionStored stored) {
          versions.put(stored.chunk(), stored.version());
          serials.put(stored.chunk(), 0L);
        } else if (observed.fact() instanceof ChunkFact.MutationApplied applied) {
          serials.merge(applied.chunk(), applied.serial(), Math::max);
        }
      }
      return effect;
    }
  }

  /** A secondary that is there and takes a first write, which is for those that are not. */
  static final class TakesFirstAgain extends DoesNotFence {
    TakesFirstAgain(HostedCore right) {
      super(right);
    }

    @Override
    boolean isWrongWith(ChunkMessage.Mutate mutate) {
      return mutate.mutation() instanceof Mutation.FirstWrite;
    }
  }

  /** A replica that says it is durable what is only written. */
  static final class DoesNotForce extends WrongCore {
    DoesNotForce(HostedCore right) {
      super(right);
    }

    @Override
    NodeEffect changed(NodeEffect effect) {
      if (effect instanceof NodeEffect.OfChunk chunk
          && chunk.effect() instanceof ChunkEffect.ApplyMutation apply
          && apply.mutation() instanceof Mutation.WriteData write) {
        Mutation lazy = new Mutation.WriteData(write.range(), write.data(), false);
        return new NodeEffect.OfChunk(
            new ChunkEffect.ApplyMutation(apply.call(), apply.chunk(), lazy));
      }
      return effect;
    }
  }
}
