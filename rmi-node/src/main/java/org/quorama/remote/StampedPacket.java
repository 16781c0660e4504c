package org.quorama.remote;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.InvariantViolation;
import org.quorama.remote.wire.PushForm;
import org.quorama.remote.wire.RaftForm;

/** A {@link Stamped} message on its way: one object that writes its numbers in a row. */
final class StampedPacket implements Externalizable {
  private static final long serialVersionUID = 1L;

  /** Null only while it is read. */
  private @Nullable Stamped<?> message;

  /** Makes one that is to be read. */
  public StampedPacket() {}

  StampedPacket(Stamped<?> message) {
    this.message = message;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    if (message == null) {
      throw new InvalidObjectException("An empty packet");
    }
    PushForm.writeStamp(out, message.stamp());
    RaftForm.write(out, message.content());
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    try {
      Stamp stamp = PushForm.readStamp(in);
      if (!(RaftForm.read(in) instanceof Serializable content)) {
        throw new InvalidObjectException("A packet without a message");
      }
      message = new Stamped<>(stamp, content);
    } catch (IllegalArgumentException | InvariantViolation e) {
      throw new IOException("A message makes no sense: " + e.getMessage(), e);
    }
  }

  private Object readResolve() throws InvalidObjectException {
    if (message == null) {
      throw new InvalidObjectException("An empty packet");
    }
    return message;
  }
}
