package org.quorama.trace;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;

/**
 * What happened, by kind. In JSON the property {@code ev} names the kind by the simple name of its
 * record.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "ev")
public sealed interface TraceDetail extends Serializable
    permits NodeTrace, FaultTrace, RaftTrace, MessageTrace, MasterTrace, ChunkTrace {
  /** Returns the name of the kind, as in JSON and SQL: {@code BecameLeader}. */
  default String kind() {
    return getClass().getSimpleName();
  }
}
