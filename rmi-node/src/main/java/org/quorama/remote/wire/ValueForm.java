package org.quorama.remote.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.Attributes;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.SyncMode;

/** The form of what an operation returns. Stateless. */
final class ValueForm {
  private static final int OTHER = 0;
  private static final int NOTHING = 1;
  private static final int DONE = 2;
  private static final int ATTRIBUTE = 3;
  private static final int ATTRIBUTES = 4;
  private static final int LISTING = 5;
  private static final int WRITABLE_CHUNK = 6;
  private static final int LOCATIONS = 7;
  private static final int RESERVED_CHUNKS = 8;

  private static final SyncMode[] SYNC_MODES = SyncMode.values();

  private ValueForm() {}

  static void write(ObjectOutput out, @Nullable OperationValue value) throws IOException {
    if (value == null) {
      out.writeByte(NOTHING);
    } else if (value instanceof OperationValue.Done) {
      out.writeByte(DONE);
    } else if (value instanceof OperationValue.Attribute attribute) {
      out.writeByte(ATTRIBUTE);
      out.writeLong(attribute.version());
      WireForm.writeBytes(out, attribute.value());
    } else if (value instanceof Attributes attributes) {
      out.writeByte(ATTRIBUTES);
      writePath(out, attributes.path());
      writeNode(out, attributes);
    } else if (value instanceof OperationValue.Listing listing) {
      writeListing(out, listing);
    } else if (value instanceof OperationValue.WritableChunk writable) {
      out.writeByte(WRITABLE_CHUNK);
      writeLocation(out, writable.location());
      out.writeInt(writable.chunkSizeBytes());
      WireForm.writeEnum(out, writable.sync());
    } else if (value instanceof OperationValue.ReservedChunks reserved) {
      out.writeByte(RESERVED_CHUNKS);
      WireForm.writeList(out, reserved.locations(), ValueForm::writeLocation);
      out.writeInt(reserved.chunkSizeBytes());
    } else if (value instanceof OperationValue.Locations locations) {
      out.writeByte(LOCATIONS);
      out.writeLong(locations.lengthBytes());
      out.writeInt(locations.chunkSizeBytes());
      WireForm.writeList(out, locations.chunks(), ValueForm::writeLocation);
    } else {
      out.writeByte(OTHER);
      out.writeObject(value);
    }
  }

  static void writePath(DataOutput out, FilePath path) throws IOException {
    WireForm.writeList(out, path.names(), DataOutput::writeUTF);
  }

  private static void writeNode(DataOutput out, Attributes attributes) throws IOException {
    out.writeBoolean(attributes.directory());
    out.writeLong(attributes.lengthBytes());
    out.writeInt(attributes.chunks());
    out.writeLong(attributes.createdIndex());
    WireForm.writeEnum(out, attributes.sync());
    out.writeLong(attributes.modifiedMillis());
  }

  /** The entries of a listing are children of one directory, so its path is written once. */
  private static void writeListing(ObjectOutput out, OperationValue.Listing listing)
      throws IOException {
    List<Attributes> entries = listing.entries();
    FilePath parent =
        entries.isEmpty() ? FilePath.ROOT : entries.get(0).path().parent().orElse(FilePath.ROOT);
    if (!entries.stream().allMatch(each -> isIn(parent, each.path()))) {
      out.writeByte(OTHER);
      out.writeObject(listing);
      return;
    }
    out.writeByte(LISTING);
    writePath(out, parent);
    WireForm.writeList(
        out,
        entries,
        (to, each) -> {
          to.writeUTF(each.path().name());
          writeNode(to, each);
        });
  }

  private static boolean isIn(FilePath parent, FilePath path) {
    return path.names().size() == parent.names().size() + 1 && path.startsWith(parent);
  }

  private static void writeLocation(DataOutput out, ChunkLocation location) throws IOException {
    ChunkForm.writeChunk(out, location.chunk(), location.version());
    WireForm.writeNode(out, location.primary());
    WireForm.writeList(out, location.replicas(), WireForm::writeNode);
  }

  static @Nullable OperationValue read(ObjectInput in) throws IOException, ClassNotFoundException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case NOTHING -> null;
      case DONE -> new OperationValue.Done();
      case ATTRIBUTE -> new OperationValue.Attribute(in.readLong(), WireForm.readBytes(in));
      case ATTRIBUTES -> readNode(in, readPath(in));
      case LISTING -> readListing(in);
      case WRITABLE_CHUNK ->
          new OperationValue.WritableChunk(
              readLocation(in), in.readInt(), WireForm.readEnum(in, SYNC_MODES));
      case RESERVED_CHUNKS ->
          new OperationValue.ReservedChunks(
              WireForm.readList(in, ValueForm::readLocation), in.readInt());
      case LOCATIONS ->
          new OperationValue.Locations(
              in.readLong(), in.readInt(), WireForm.readList(in, ValueForm::readLocation));
      case OTHER -> WireForm.expected(OperationValue.class, in.readObject());
      default -> throw new InvalidObjectException("No value has kind " + kind);
    };
  }

  static FilePath readPath(DataInput in) throws IOException {
    return new FilePath(WireForm.readList(in, DataInput::readUTF));
  }

  private static Attributes readNode(DataInput in, FilePath path) throws IOException {
    return new Attributes(
        path,
        in.readBoolean(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        WireForm.readEnum(in, SYNC_MODES),
        in.readLong());
  }

  private static OperationValue readListing(DataInput in) throws IOException {
    FilePath parent = readPath(in);
    return new OperationValue.Listing(
        WireForm.readList(in, from -> readNode(from, parent.resolve(from.readUTF()))));
  }

  private static ChunkLocation readLocation(DataInput in) throws IOException {
    return new ChunkLocation(
        ChunkForm.readChunk(in),
        ChunkForm.readVersion(in),
        WireForm.readNode(in),
        WireForm.readList(in, WireForm::readNode));
  }
}
