package org.quorama.metadata;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quorama.metadata.MasterInput.Asked;
import org.quorama.protocol.CallId;

/** The clients that wait for a proposal or for the confirmation of a read. */
final class PendingOperations {
  /** Clients by proposal; by look-up only. */
  private final Map<CallId, CallId> mutations = new HashMap<>();

  /** Clients that came together wait for one read, oldest first. */
  private final LinkedHashMap<CallId, List<Asked>> reads = new LinkedHashMap<>();

  void addMutation(CallId proposal, CallId client) {
    mutations.put(proposal, client);
  }

  Optional<CallId> takeMutation(CallId proposal) {
    return Optional.ofNullable(mutations.remove(proposal));
  }

  void addReads(CallId read, List<Asked> asked) {
    reads.put(read, asked);
  }

  /** Takes those that wait for a read, in the order in which they came. */
  List<Asked> takeReads(CallId read) {
    List<Asked> taken = reads.remove(read);
    return taken == null ? List.of() : taken;
  }

  /** Takes all reads, in the order in which they came. */
  List<Asked> takeReads() {
    List<Asked> all = reads.values().stream().flatMap(List::stream).toList();
    reads.clear();
    return all;
  }
}
