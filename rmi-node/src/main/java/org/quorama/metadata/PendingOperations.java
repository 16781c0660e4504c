package org.quorama.metadata;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.protocol.CallId;

/** The clients that wait for a proposal or for the confirmation of a read. */
final class PendingOperations {
  private final TreeMap<CallId, CallId> mutations = new TreeMap<>();
  private final TreeMap<CallId, Read> reads = new TreeMap<>();

  /**
   * A client that waits until the leader is confirmed.
   *
   * @param call the client's call
   * @param request what it asked
   */
  record Read(CallId call, OperationRequest request) {}

  void addMutation(CallId proposal, CallId client) {
    mutations.put(proposal, client);
  }

  Optional<CallId> takeMutation(CallId proposal) {
    return Optional.ofNullable(mutations.remove(proposal));
  }

  void addRead(CallId read, CallId client, OperationRequest request) {
    reads.put(read, new Read(client, request));
  }

  Optional<Read> takeRead(CallId read) {
    return Optional.ofNullable(reads.remove(read));
  }

  /** Takes all reads, in the order in which they came. */
  List<Read> takeReads() {
    List<Read> all = List.copyOf(reads.values());
    reads.clear();
    return all;
  }
}
