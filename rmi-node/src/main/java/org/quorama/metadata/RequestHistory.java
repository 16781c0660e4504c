package org.quorama.metadata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;

/**
 * What became of the last requests of each client, so that a request that comes again takes effect
 * once [Dissertation §6.3]. Bounded: the client that was silent longest is forgotten, by the order
 * of the log, so that all nodes forget alike.
 */
final class RequestHistory {
  static final int MAX_CLIENTS = 1024;
  static final int MAX_RESULTS_PER_CLIENT = 128;

  private final StateDigest digest;

  /** By the index of the last request, oldest first. */
  private final LinkedHashMap<Long, Client> clients = new LinkedHashMap<>();

  private static final class Client {
    final TreeMap<Long, OperationReply> results = new TreeMap<>();
    long forgottenUpTo;
  }

  RequestHistory(StateDigest digest) {
    this.digest = digest;
  }

  /** Returns what became of a request, unknown if it is too long ago, nothing if it is new. */
  Optional<OperationReply> find(RequestId id) {
    Client client = clients.get(id.client());
    if (client == null) {
      return Optional.empty();
    }
    if (id.sequence() <= client.forgottenUpTo) {
      return Optional.of(client.results.getOrDefault(id.sequence(), OperationReply.unknown()));
    }
    return Optional.ofNullable(client.results.get(id.sequence()));
  }

  void remember(RequestId id, OperationReply reply) {
    Client known = clients.remove(id.client());
    Client client = known == null ? new Client() : known;
    clients.put(id.client(), client);
    client.results.put(id.sequence(), reply);
    digest.add(hash(id.client(), id.sequence(), reply));
    if (client.results.size() > MAX_RESULTS_PER_CLIENT) {
      Map.Entry<Long, OperationReply> oldest = client.results.pollFirstEntry();
      digest.remove(hash(id.client(), oldest.getKey(), oldest.getValue()));
      client.forgottenUpTo = Math.max(client.forgottenUpTo, oldest.getKey());
    }
    if (clients.size() > MAX_CLIENTS) {
      forgetOldest();
    }
  }

  private void forgetOldest() {
    long oldest = clients.keySet().iterator().next();
    Client client = clients.remove(oldest);
    if (client != null) {
      client.results.forEach((sequence, reply) -> digest.remove(hash(oldest, sequence, reply)));
    }
  }

  private static long hash(long client, long sequence, OperationReply reply) {
    return StateDigest.hash(7, client, sequence, reply.code(), reply.index());
  }
}
