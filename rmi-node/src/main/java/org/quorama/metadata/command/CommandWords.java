package org.quorama.metadata.command;

import java.util.List;
import java.util.stream.Collectors;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;

/** Puts commands into words for people. */
final class CommandWords {
  private CommandWords() {}

  static String of(MetadataCommand command) {
    if (command instanceof MetadataCommand.Perform perform) {
      return words(perform.mutation());
    } else if (command instanceof MetadataCommand.PlaceChunk place) {
      return "place %s of %s on %s"
          .formatted(place.chunk(), place.path(), join(place.placement().replicas()));
    } else if (command instanceof MetadataCommand.GrantLease grant) {
      return "lease %s %s to %s"
          .formatted(grant.chunk(), grant.placement().version(), grant.placement().primary());
    }
    return command instanceof MetadataCommand.ConfirmGrant confirm
        ? words(confirm)
        : fileWords(command);
  }

  private static String fileWords(MetadataCommand command) {
    if (command instanceof MetadataCommand.Bounded bounded) {
      return of(bounded.command());
    } else if (command instanceof MetadataCommand.PerformUnleased unleased) {
      return words(unleased.perform().mutation());
    } else if (command instanceof MetadataCommand.ReservePlaced reserve) {
      return words(reserve.chunks());
    } else if (command instanceof MetadataCommand.FenceChunk fence) {
      return "fence %s %s on %s"
          .formatted(
              fence.chunk(), fence.placement().version(), join(fence.placement().replicas()));
    } else if (command instanceof MetadataCommand.StartClone start) {
      return "copy %s to %s for %s"
          .formatted(start.copy().from(), start.copy().to(), start.copy().path());
    } else if (command instanceof MetadataCommand.EndClone end) {
      return "replace %s by %s in %s"
          .formatted(end.copy().from(), end.copy().to(), end.copy().path());
    } else if (command instanceof MetadataCommand.ExpireDeleted expire) {
      return "expire what was deleted at " + expire.deletedIndexes();
    }
    return command instanceof MetadataCommand.SettleLength settle
        ? "settle %s %s of %s at %d"
            .formatted(settle.chunk(), settle.version(), settle.path(), settle.chunkBytes())
        : repairWords(command);
  }

  private static String repairWords(MetadataCommand command) {
    if (command instanceof MetadataCommand.JoinReplica join) {
      return "join %s %s on %s".formatted(join.chunk(), join.version(), join.node());
    } else if (command instanceof MetadataCommand.RetireReplica retire) {
      return "retire %s %s on %s".formatted(retire.chunk(), retire.version(), retire.node());
    }
    return command instanceof MetadataCommand.AdoptVersion adopt
        ? "adopt %s %s".formatted(adopt.chunk(), adopt.version())
        : sessionWords(command);
  }

  private static String sessionWords(MetadataCommand command) {
    if (command instanceof MetadataCommand.OpenSession open) {
      return "open session of " + open.timeout().toSeconds() + " s";
    }
    MetadataCommand.EndSession end = (MetadataCommand.EndSession) command;
    String verb = end.cause() == MetadataCommand.EndCause.CLOSED ? "close" : "expire";
    return verb + " session " + end.session();
  }

  private static String words(List<MetadataCommand.PlacedChunk> reserved) {
    return reserved.stream()
        .findFirst()
        .map(one -> "reserve %s on %s".formatted(one.chunk(), join(one.placement().replicas())))
        .map(
            first ->
                reserved.size() == 1
                    ? first
                    : first + " and %d more".formatted(reserved.size() - 1))
        .orElse("reserve nothing");
  }

  private static String words(MetadataCommand.ConfirmGrant confirm) {
    return "confirm %s %s".formatted(confirm.chunk(), confirm.version());
  }

  private static String words(FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.MakeDirectory make) {
      return "mkdir " + make.path();
    } else if (mutation instanceof FileOperation.CreateFile create) {
      return "create " + create.path();
    } else if (mutation instanceof FileOperation.Delete delete) {
      return "delete " + delete.path();
    } else if (mutation instanceof FileOperation.Rename rename) {
      return "rename " + rename.from() + " " + rename.to();
    } else if (mutation instanceof FileOperation.ExtendFile extend) {
      return "extend " + extend.path() + " to " + extend.lengthBytes();
    } else if (mutation instanceof FileOperation.SetAttribute set) {
      return "attr " + set.path() + " " + set.name();
    } else if (mutation instanceof FileOperation.Decommission drain) {
      return "decommission " + drain.node();
    } else if (mutation instanceof FileOperation.Recommission back) {
      return "recommission " + back.node();
    }
    return rarerWords(mutation);
  }

  private static String rarerWords(FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.Replace replace) {
      return "replace " + replace.to() + " by " + replace.from();
    } else if (mutation instanceof FileOperation.DeleteTree delete) {
      return "delete tree " + delete.path();
    } else if (mutation instanceof FileOperation.Undelete undelete) {
      return "undelete " + undelete.path();
    } else if (mutation instanceof FileOperation.Snapshot snapshot) {
      return "snapshot " + snapshot.from() + " " + snapshot.to();
    } else if (mutation instanceof FileOperation.Truncate truncate) {
      return "truncate " + truncate.path() + " to " + truncate.lengthBytes();
    } else if (mutation instanceof FileOperation.CreateWritten create) {
      return "create " + create.path() + " of " + create.chunk();
    } else if (mutation instanceof FileOperation.FillFile fill) {
      return "fill " + fill.path() + " with " + fill.chunk();
    }
    return mutation.toString();
  }

  private static String join(List<NodeId> nodes) {
    return nodes.stream().map(NodeId::value).collect(Collectors.joining(" "));
  }
}
