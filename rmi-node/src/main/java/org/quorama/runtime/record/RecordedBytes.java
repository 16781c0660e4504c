package org.quorama.runtime.record;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.quorama.trace.NodeTrace;

/** The serialised parts of the recording of one boot, checked as they come. */
final class RecordedBytes {
  private final InputChain chain = new InputChain();

  /** What the cores are made from, as far as it was read. */
  private final ByteArrayOutputStream origin = new ByteArrayOutputStream();

  /** Takes a piece of what the cores are made from; returns false if it is damaged. */
  boolean take(NodeTrace.CoresMade made) {
    byte[] piece = checked(made.origin(), made.piece(), made.check());
    if (piece != null) {
      origin.writeBytes(piece);
    }
    return piece != null;
  }

  byte[] origin() {
    return origin.toByteArray();
  }

  /** Returns an input, null if it is damaged. */
  byte @Nullable [] take(NodeTrace.InputTaken taken) {
    return checked(taken.input(), taken.nanos(), taken.check());
  }

  private byte @Nullable [] checked(String base64, long nanos, long check) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return chain.add(nanos, bytes) == check ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
