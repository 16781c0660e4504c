package org.quorama.metadata;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;

/**
 * What became of the last requests of each client, so that a request that comes again takes effect
 * once [Dissertation §6.3]. Bounded: the client that was silent longest is forgotten, by the order
 * of the log, so that all nodes forget alike.
 */
final class RequestHistory {
  static final int MAX_CLIENTS = 1024;
  static final int MAX_RESULTS_PER_CLIENT = 2048;

  private final StateDigest digest;

  /** By the index of the last request, oldest first. */
  private final LinkedHashMap<Long, Client> clients = new LinkedHashMap<>();

  private static final class Client {
    final TreeMap<Long, Result> results = new TreeMap<>();
    long forgottenUpTo;
  }

  /**
   * What became of a command: what its reply can be made of again, with the command.
   *
   * @param code why it failed, NONE if it did not
   * @param index the index at which it was performed
   */
  record Result(ErrorCode code, long index) {
    /** Of a request that is too long ago. */
    static final Result FORGOTTEN = new Result(ErrorCode.INDETERMINATE, 0);
  }

  RequestHistory(StateDigest digest) {
    this.digest = digest;
  }

  /** Returns what became of a request, forgotten if it is too long ago, nothing if it is new. */
  Optional<Result> find(RequestId id) {
    Client client = clients.get(id.session());
    if (client == null) {
      return Optional.empty();
    }
    if (id.sequence() <= client.forgottenUpTo) {
      return Optional.of(client.results.getOrDefault(id.sequence(), Result.FORGOTTEN));
    }
    return Optional.ofNullable(client.results.get(id.sequence()));
  }

  void remember(RequestId id, Result result) {
    Client known = clients.remove(id.session());
    Client client = known == null ? new Client() : known;
    clients.put(id.session(), client);
    client.results.put(id.sequence(), result);
    digest.add(hash(id.session(), id.sequence(), result));
    if (client.results.size() > MAX_RESULTS_PER_CLIENT) {
      Map.Entry<Long, Result> oldest = client.results.pollFirstEntry();
      digest.remove(hash(id.session(), oldest.getKey(), oldest.getValue()));
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
      client.results.forEach((sequence, result) -> digest.remove(hash(oldest, sequence, result)));
    }
  }

  private static long hash(long client, long sequence, Result result) {
    return StateDigest.hash(7, client, sequence, result.code(), result.index());
  }

  void write(CommandWriter to) {
    to.writeInt(clients.size());
    clients.forEach(
        (id, client) -> {
          to.writeLong(id);
          to.writeLong(client.forgottenUpTo);
          to.writeInt(client.results.size());
          client.results.forEach(
              (sequence, result) -> {
                to.writeLong(sequence);
                to.writeText(result.code().name());
                to.writeLong(result.index());
              });
        });
  }

  void read(CommandReader from) {
    for (int left = from.readCount(); left > 0; left--) {
      long id = from.readLong();
      Client client = new Client();
      client.forgottenUpTo = from.readLong();
      clients.put(id, client);
      for (int results = from.readCount(); results > 0; results--) {
        long sequence = from.readLong();
        Result result = new Result(ErrorCode.valueOf(from.readText()), from.readLong());
        client.results.put(sequence, result);
        digest.add(hash(id, sequence, result));
      }
    }
  }
}
