package org.quorama.remote;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.rmi.RemoteException;
import java.rmi.UnmarshalException;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.wire.ChunkForm;
import org.quorama.remote.wire.PushForm;

/**
 * An order for a chunk with the little data that rides with it, on its way from a client to a
 * primary or on to a secondary, or what became of it: one object that writes its numbers in a row.
 * Orders without data are no packets: they go over streams, as the pushed bytes do that they put
 * into place. Immutable once it is made or read.
 */
final class ChunkPacket implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** Null only while it is read. */
  private @Nullable ChunkMessage message;

  /** Null in an answer. */
  private @Nullable PushedData data;

  /** Makes one that is to be read. */
  public ChunkPacket() {}

  /** Makes an order. */
  ChunkPacket(ChunkMessage order, PushedData data) {
    this.message = order;
    this.data = data;
  }

  /** Makes an answer. */
  ChunkPacket(ChunkMessage.MutationReply reply) {
    this.message = reply;
  }

  /** Returns the message; throws if it is not of a kind. */
  <T extends ChunkMessage> T message(Class<T> kind) throws RemoteException {
    if (!kind.isInstance(message)) {
      throw new UnmarshalException("Not a " + kind.getSimpleName());
    }
    return kind.cast(message);
  }

  /** Returns what rides along; throws if nothing does. */
  PushedData data() throws RemoteException {
    if (data == null) {
      throw new UnmarshalException("An order without data goes over a stream");
    }
    return data;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    if (message == null) {
      throw new InvalidObjectException("An empty packet");
    }
    if (!ChunkForm.write(out, message)) {
      throw new InvalidObjectException("It travels by itself: " + message);
    }
    out.writeBoolean(data != null);
    if (data != null) {
      PushForm.writeData(out, data);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    try {
      message = ChunkForm.read(in.readUnsignedByte(), in);
      data = in.readBoolean() ? PushForm.readData(in, byte[]::new) : null;
    } catch (IllegalArgumentException | InvariantViolation e) {
      throw new IOException("A message makes no sense: " + e.getMessage(), e);
    }
  }
}
