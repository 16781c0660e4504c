package org.quorama.simulation.lab;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.operation.OperationReply;

/** Something that a client asked for: its first answer counts. Confined to one thread at a time. */
public final class LabRequest {
  private @Nullable OperationReply reply;

  /** Makes a request without an answer. */
  public LabRequest() {}

  /**
   * Takes an answer, unless there is one.
   *
   * @param given what the client is told
   */
  public void answer(OperationReply given) {
    if (reply == null) {
      reply = given;
    }
  }

  /** Returns the answer, empty while it is under way. */
  public Optional<OperationReply> reply() {
    return Optional.ofNullable(reply);
  }
}
