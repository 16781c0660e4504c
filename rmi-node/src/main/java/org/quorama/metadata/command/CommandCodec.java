package org.quorama.metadata.command;

import java.time.Duration;
import java.util.List;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.MetadataCommand.AdoptVersion;
import org.quorama.metadata.command.MetadataCommand.Bounded;
import org.quorama.metadata.command.MetadataCommand.ChunkCopy;
import org.quorama.metadata.command.MetadataCommand.ConfirmGrant;
import org.quorama.metadata.command.MetadataCommand.EndCause;
import org.quorama.metadata.command.MetadataCommand.EndClone;
import org.quorama.metadata.command.MetadataCommand.EndSession;
import org.quorama.metadata.command.MetadataCommand.ExpireDeleted;
import org.quorama.metadata.command.MetadataCommand.FenceChunk;
import org.quorama.metadata.command.MetadataCommand.GrantLease;
import org.quorama.metadata.command.MetadataCommand.JoinReplica;
import org.quorama.metadata.command.MetadataCommand.OpenSession;
import org.quorama.metadata.command.MetadataCommand.Perform;
import org.quorama.metadata.command.MetadataCommand.PerformUnleased;
import org.quorama.metadata.command.MetadataCommand.PlaceChunk;
import org.quorama.metadata.command.MetadataCommand.PlacedChunk;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.command.MetadataCommand.ReservePlaced;
import org.quorama.metadata.command.MetadataCommand.RetireReplica;
import org.quorama.metadata.command.MetadataCommand.SettleLength;
import org.quorama.metadata.command.MetadataCommand.StartClone;
import org.quorama.protocol.Bytes;

/** The binary form of commands and of their results: a form byte, a kind byte, the fields. */
final class CommandCodec {
  private static final int FORM = 4;
  private static final int PLACE_CHUNK = 16;
  private static final int GRANT_LEASE = 17;
  private static final int CONFIRM_GRANT = 18;
  private static final int PERFORM_UNLEASED = 20;
  private static final int RESERVE_PLACED = 21;
  private static final int START_CLONE = 22;
  private static final int END_CLONE = 23;
  private static final int EXPIRE_DELETED = 24;
  private static final int SETTLE_LENGTH = 25;
  private static final int OPEN_SESSION = 32;
  private static final int CLOSE_SESSION = 33;
  private static final int EXPIRE_SESSION = 34;
  private static final int JOIN_REPLICA = 50;
  private static final int RETIRE_REPLICA = 51;
  private static final int ADOPT_VERSION = 52;
  private static final int FENCE_CHUNK = 53;
  private static final int BOUNDED = 54;

  private CommandCodec() {}

  static Bytes encode(MetadataCommand command) {
    CommandWriter to = new CommandWriter();
    to.writeByte(FORM);
    write(to, command);
    return to.bytes();
  }

  private static void write(CommandWriter to, MetadataCommand command) {
    if (command instanceof Perform perform) {
      MutationCodec.write(to, perform);
    } else if (command instanceof PlaceChunk place) {
      to.writeByte(PLACE_CHUNK);
      to.writePath(place.path());
      to.writeInt(place.chunkIndex());
      to.writeLong(place.chunk().value());
      place.placement().write(to);
    } else if (command instanceof GrantLease grant) {
      to.writeByte(GRANT_LEASE);
      to.writeLong(grant.chunk().value());
      grant.placement().write(to);
      to.writeLong(grant.confirmed());
    } else if (command instanceof ConfirmGrant confirm) {
      writeReplica(to, CONFIRM_GRANT, confirm.chunk(), confirm.version());
    } else if (command instanceof PerformUnleased unleased) {
      to.writeByte(PERFORM_UNLEASED);
      to.writeLong(unleased.checkedIndex());
      MutationCodec.write(to, unleased.perform());
    } else {
      writeRarer(to, command);
    }
  }

  private static void writeRarer(CommandWriter to, MetadataCommand command) {
    if (command instanceof OpenSession open) {
      to.writeByte(OPEN_SESSION);
      to.writeLong(open.timeout().toNanos());
    } else if (command instanceof EndSession end) {
      to.writeByte(end.cause() == EndCause.CLOSED ? CLOSE_SESSION : EXPIRE_SESSION);
      to.writeLong(end.session());
    } else if (command instanceof ReservePlaced reserve) {
      to.writeByte(RESERVE_PLACED);
      to.writeInt(reserve.chunks().size());
      reserve.chunks().forEach(chunk -> writePlaced(to, chunk));
      MutationCodec.write(to, reserve.perform());
    } else if (command instanceof StartClone start) {
      to.writeByte(START_CLONE);
      writeCopy(to, start.copy());
      start.placement().write(to);
    } else if (command instanceof EndClone end) {
      to.writeByte(END_CLONE);
      writeCopy(to, end.copy());
    } else if (command instanceof ExpireDeleted expire) {
      to.writeByte(EXPIRE_DELETED);
      to.writeInt(expire.deletedIndexes().size());
      expire.deletedIndexes().forEach(to::writeLong);
    } else if (command instanceof SettleLength settle) {
      writeReplica(to, SETTLE_LENGTH, settle.chunk(), settle.version());
      to.writePath(settle.path());
      to.writeLong(settle.chunkBytes());
      to.writeByte(settle.isCut() ? 1 : 0);
    } else {
      writeRepair(to, command);
    }
  }

  private static void writePlaced(CommandWriter to, PlacedChunk placed) {
    to.writeLong(placed.chunk().value());
    placed.placement().write(to);
  }

  private static void writeCopy(CommandWriter to, ChunkCopy copy) {
    to.writePath(copy.path());
    to.writeInt(copy.chunkIndex());
    to.writeLong(copy.from().value());
    to.writeLong(copy.to().value());
  }

  private static void writeRepair(CommandWriter to, MetadataCommand command) {
    if (command instanceof JoinReplica join) {
      writeReplica(to, JOIN_REPLICA, join.chunk(), join.version());
      to.writeText(join.node().value());
    } else if (command instanceof RetireReplica retire) {
      writeReplica(to, RETIRE_REPLICA, retire.chunk(), retire.version());
      to.writeText(retire.node().value());
    } else if (command instanceof AdoptVersion adopt) {
      writeReplica(to, ADOPT_VERSION, adopt.chunk(), adopt.version());
    } else if (command instanceof Bounded bounded) {
      to.writeByte(BOUNDED);
      to.writeInt(bounded.maxEntries());
      write(to, bounded.command());
    } else if (command instanceof FenceChunk fence) {
      to.writeByte(FENCE_CHUNK);
      to.writeLong(fence.chunk().value());
      fence.placement().write(to);
      to.writeLong(fence.confirmed());
    }
  }

  private static void writeReplica(
      CommandWriter to, int kind, ChunkId chunk, ChunkVersion version) {
    to.writeByte(kind);
    to.writeLong(chunk.value());
    to.writeLong(version.number());
  }

  static MetadataCommand decode(Bytes encoded) {
    CommandReader from = new CommandReader(encoded);
    int form = from.readByte();
    if (form != FORM) {
      throw new IllegalArgumentException("Not a command of form " + FORM + ", but of " + form);
    }
    MetadataCommand command = readCommand(from, from.readByte());
    from.expectEnd();
    return command;
  }

  private static MetadataCommand readCommand(CommandReader from, int kind) {
    return switch (kind) {
      case PLACE_CHUNK ->
          new PlaceChunk(from.readPath(), from.readInt(), from.readChunk(), Placement.read(from));
      case GRANT_LEASE -> new GrantLease(from.readChunk(), Placement.read(from), from.readLong());
      case CONFIRM_GRANT -> new ConfirmGrant(from.readChunk(), from.readVersion());
      case PERFORM_UNLEASED -> {
        long checkedIndex = from.readLong();
        yield new PerformUnleased(MutationCodec.read(from, from.readByte()), checkedIndex);
      }
      case RESERVE_PLACED -> {
        List<PlacedChunk> chunks =
            from.readList(() -> new PlacedChunk(from.readChunk(), Placement.read(from)));
        yield new ReservePlaced(MutationCodec.read(from, from.readByte()), chunks);
      }
      case START_CLONE -> new StartClone(readCopy(from), Placement.read(from));
      case END_CLONE -> new EndClone(readCopy(from));
      case EXPIRE_DELETED -> new ExpireDeleted(from.readList(from::readLong));
      case SETTLE_LENGTH -> readSettle(from);
      case JOIN_REPLICA -> new JoinReplica(from.readChunk(), from.readVersion(), from.readNode());
      case RETIRE_REPLICA ->
          new RetireReplica(from.readChunk(), from.readVersion(), from.readNode());
      case BOUNDED -> {
        int maxEntries = from.readInt();
        yield new Bounded(readCommand(from, from.readByte()), maxEntries);
      }
      case FENCE_CHUNK -> new FenceChunk(from.readChunk(), Placement.read(from), from.readLong());
      case ADOPT_VERSION -> new AdoptVersion(from.readChunk(), from.readVersion());
      case OPEN_SESSION -> new OpenSession(Duration.ofNanos(from.readLong()));
      case CLOSE_SESSION -> new EndSession(from.readLong(), EndCause.CLOSED);
      case EXPIRE_SESSION -> new EndSession(from.readLong(), EndCause.EXPIRED);
      default -> MutationCodec.read(from, kind);
    };
  }

  private static SettleLength readSettle(CommandReader from) {
    ChunkId chunk = from.readChunk();
    ChunkVersion version = from.readVersion();
    return new SettleLength(from.readPath(), chunk, version, from.readLong(), from.readByte() == 1);
  }

  private static ChunkCopy readCopy(CommandReader from) {
    return new ChunkCopy(from.readPath(), from.readInt(), from.readChunk(), from.readChunk());
  }
}
