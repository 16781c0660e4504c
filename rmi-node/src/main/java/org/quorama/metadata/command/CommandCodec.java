package org.quorama.metadata.command;

import java.time.Duration;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.command.MetadataCommand.AdoptVersion;
import org.quorama.metadata.command.MetadataCommand.ConfirmGrant;
import org.quorama.metadata.command.MetadataCommand.EndCause;
import org.quorama.metadata.command.MetadataCommand.EndSession;
import org.quorama.metadata.command.MetadataCommand.GrantLease;
import org.quorama.metadata.command.MetadataCommand.JoinReplica;
import org.quorama.metadata.command.MetadataCommand.OpenSession;
import org.quorama.metadata.command.MetadataCommand.Perform;
import org.quorama.metadata.command.MetadataCommand.PlaceChunk;
import org.quorama.metadata.command.MetadataCommand.Placement;
import org.quorama.metadata.command.MetadataCommand.RetireReplica;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;

/** The binary form of commands and of their results: a form byte, a kind byte, the fields. */
final class CommandCodec {
  private static final int FORM = 3;
  private static final int MAKE_DIRECTORY = 1;
  private static final int CREATE_FILE = 2;
  private static final int DELETE = 3;
  private static final int RENAME = 4;
  private static final int EXTEND_FILE = 5;
  private static final int SET_ATTRIBUTE = 6;
  private static final int DELETE_TREE = 7;
  private static final int UNDELETE = 8;
  private static final int SNAPSHOT = 9;
  private static final int TRUNCATE = 10;
  private static final int FINISH_FILE = 11;
  private static final int PLACE_CHUNK = 16;
  private static final int GRANT_LEASE = 17;
  private static final int CONFIRM_GRANT = 18;
  private static final int OPEN_SESSION = 32;
  private static final int CLOSE_SESSION = 33;
  private static final int EXPIRE_SESSION = 34;

  private static final int DECOMMISSION = 48;
  private static final int RECOMMISSION = 49;
  private static final int JOIN_REPLICA = 50;
  private static final int RETIRE_REPLICA = 51;
  private static final int ADOPT_VERSION = 52;

  private CommandCodec() {}

  static Bytes encode(MetadataCommand command) {
    CommandWriter to = new CommandWriter();
    to.writeByte(FORM);
    if (command instanceof Perform perform) {
      writeMutation(to, perform);
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
    } else if (command instanceof ConfirmGrant confirm) {
      to.writeByte(CONFIRM_GRANT);
      to.writeLong(confirm.chunk().value());
      to.writeLong(confirm.version().number());
    } else if (command instanceof OpenSession open) {
      to.writeByte(OPEN_SESSION);
      to.writeLong(open.timeout().toNanos());
    } else if (command instanceof EndSession end) {
      to.writeByte(end.cause() == EndCause.CLOSED ? CLOSE_SESSION : EXPIRE_SESSION);
      to.writeLong(end.session());
    } else {
      writeRepair(to, command);
    }
    return to.bytes();
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
    }
  }

  private static void writeReplica(
      CommandWriter to, int kind, ChunkId chunk, ChunkVersion version) {
    to.writeByte(kind);
    to.writeLong(chunk.value());
    to.writeLong(version.number());
  }

  private static void writeMutation(CommandWriter to, Perform perform) {
    FileOperation.Mutation mutation = perform.mutation();
    if (mutation instanceof FileOperation.MakeDirectory make) {
      writeHead(to, MAKE_DIRECTORY, perform, make.path());
    } else if (mutation instanceof FileOperation.CreateFile create) {
      writeHead(to, CREATE_FILE, perform, create.path());
      to.writeByte(create.sync().ordinal());
    } else if (mutation instanceof FileOperation.Delete delete) {
      writeHead(to, DELETE, perform, delete.path());
    } else if (mutation instanceof FileOperation.Rename rename) {
      writeHead(to, RENAME, perform, rename.from());
      to.writePath(rename.to());
    } else if (mutation instanceof FileOperation.ExtendFile extend) {
      writeHead(to, EXTEND_FILE, perform, extend.path());
      to.writeLong(extend.lengthBytes());
    } else if (mutation instanceof FileOperation.SetAttribute set) {
      writeHead(to, SET_ATTRIBUTE, perform, set.path());
      to.writeText(set.name());
      to.writeBytes(set.value());
      to.writeLong(set.ifVersion());
    } else if (mutation instanceof FileOperation.Decommission drain) {
      writeHead(to, DECOMMISSION, perform);
      to.writeText(drain.node().value());
    } else if (mutation instanceof FileOperation.Recommission back) {
      writeHead(to, RECOMMISSION, perform);
      to.writeText(back.node().value());
    } else {
      writeRarer(to, perform);
    }
  }

  private static void writeRarer(CommandWriter to, Perform perform) {
    FileOperation.Mutation mutation = perform.mutation();
    if (mutation instanceof FileOperation.DeleteTree delete) {
      writeHead(to, DELETE_TREE, perform, delete.path());
    } else if (mutation instanceof FileOperation.Undelete undelete) {
      writeHead(to, UNDELETE, perform, undelete.path());
    } else if (mutation instanceof FileOperation.Snapshot snapshot) {
      writeHead(to, SNAPSHOT, perform, snapshot.from());
      to.writePath(snapshot.to());
    } else if (mutation instanceof FileOperation.Truncate truncate) {
      writeHead(to, TRUNCATE, perform, truncate.path());
      to.writeLong(truncate.lengthBytes());
    } else if (mutation instanceof FileOperation.FinishFile finish) {
      writeHead(to, FINISH_FILE, perform, finish.path());
      to.writeLong(finish.chunk().value());
      to.writeLong(finish.version().number());
      to.writeLong(finish.lengthBytes());
    } else {
      throw new IllegalArgumentException("Not for the log: " + mutation);
    }
  }

  private static void writeHead(CommandWriter to, int kind, Perform perform, FilePath path) {
    writeHead(to, kind, perform);
    to.writePath(path);
  }

  private static void writeHead(CommandWriter to, int kind, Perform perform) {
    to.writeByte(kind);
    to.writeLong(perform.id().session());
    to.writeLong(perform.id().sequence());
    to.writeLong(perform.acknowledgedUpTo());
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
          new PlaceChunk(
              from.readPath(), from.readInt(), new ChunkId(from.readLong()), Placement.read(from));
      case GRANT_LEASE -> new GrantLease(new ChunkId(from.readLong()), Placement.read(from));
      case CONFIRM_GRANT ->
          new ConfirmGrant(new ChunkId(from.readLong()), new ChunkVersion(from.readLong()));
      case JOIN_REPLICA -> new JoinReplica(readChunk(from), readVersion(from), from.readNode());
      case RETIRE_REPLICA -> new RetireReplica(readChunk(from), readVersion(from), from.readNode());
      case ADOPT_VERSION -> new AdoptVersion(readChunk(from), readVersion(from));
      case OPEN_SESSION -> new OpenSession(Duration.ofNanos(from.readLong()));
      case CLOSE_SESSION -> new EndSession(from.readLong(), EndCause.CLOSED);
      case EXPIRE_SESSION -> new EndSession(from.readLong(), EndCause.EXPIRED);
      default ->
          new Perform(
              new RequestId(from.readLong(), from.readLong()),
              from.readLong(),
              readMutation(from, kind));
    };
  }

  private static ChunkId readChunk(CommandReader from) {
    return new ChunkId(from.readLong());
  }

  private static ChunkVersion readVersion(CommandReader from) {
    return new ChunkVersion(from.readLong());
  }

  private static FileOperation.Mutation readMutation(CommandReader from, int kind) {
    return switch (kind) {
      case MAKE_DIRECTORY -> new FileOperation.MakeDirectory(from.readPath());
      case CREATE_FILE -> new FileOperation.CreateFile(from.readPath(), from.readSync());
      case DELETE -> new FileOperation.Delete(from.readPath());
      case RENAME -> new FileOperation.Rename(from.readPath(), from.readPath());
      case EXTEND_FILE -> new FileOperation.ExtendFile(from.readPath(), from.readLong());
      case SET_ATTRIBUTE ->
          new FileOperation.SetAttribute(
              from.readPath(), from.readText(), from.readBytes(), from.readLong());
      case DECOMMISSION -> new FileOperation.Decommission(from.readNode());
      case RECOMMISSION -> new FileOperation.Recommission(from.readNode());
      case DELETE_TREE -> new FileOperation.DeleteTree(from.readPath());
      case UNDELETE -> new FileOperation.Undelete(from.readPath());
      case SNAPSHOT -> new FileOperation.Snapshot(from.readPath(), from.readPath());
      case TRUNCATE -> new FileOperation.Truncate(from.readPath(), from.readLong());
      case FINISH_FILE ->
          new FileOperation.FinishFile(
              from.readPath(),
              new ChunkId(from.readLong()),
              new ChunkVersion(from.readLong()),
              from.readLong());
      default -> throw new IllegalArgumentException("No command has the kind " + kind);
    };
  }
}
