package org.quorama.remote;

import java.io.Serializable;

/**
 * A message with its sender's stamp. Immutable; travels as a {@link StampedPacket}.
 *
 * @param stamp who sent it and when
 * @param content the message
 * @param <T> its type
 */
public record Stamped<T extends Serializable>(Stamp stamp, T content) implements Serializable {
  private Object writeReplace() {
    return new StampedPacket(this);
  }
}
