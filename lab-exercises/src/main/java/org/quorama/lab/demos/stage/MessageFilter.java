package org.quorama.lab.demos.stage;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.MessageWords;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.MessageTrace.Kind;

/**
 * Which messages are meant. Immutable.
 *
 * @param from who sent them, null for anybody
 * @param to whom they are for, null for anybody
 * @param kind what they are, null for any
 * @param term in which term they were sent, {@link #ANY_TERM} for any
 */
public record MessageFilter(
    @Nullable NodeId from, @Nullable NodeId to, @Nullable Kind kind, long term) {
  /** No term is meant. */
  public static final long ANY_TERM = -1;

  /** All messages. */
  public static final MessageFilter ALL = new MessageFilter(null, null, null, ANY_TERM);

  boolean takes(HeldMessage message) {
    return (from == null || from.equals(message.from()))
        && (to == null || to.equals(message.to()))
        && (kind == null || kind == message.summary().kind())
        && (term == ANY_TERM || term == message.summary().term());
  }

  /** Returns true if it names both ends: then the oldest is meant, else all. */
  boolean isOneLink() {
    return from != null && to != null;
  }

  @Override
  public String toString() {
    String link = Objects.toString(from, "*") + "→" + Objects.toString(to, "*");
    String named = kind == null ? link : link + " " + MessageWords.nameOf(kind);
    return term == ANY_TERM ? named : named + " in term " + term;
  }
}
