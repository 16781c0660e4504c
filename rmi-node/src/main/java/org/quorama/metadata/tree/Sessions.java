package org.quorama.metadata.tree;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.ErrorCode;

/**
 * The sessions of clients, and what became of the requests that their clients may send again, so
 * that each takes effect at most once [Dissertation §6.3]. Bounded in sessions and in requests of
 * each. Whatever ends a session or frees a result is in the log, so all nodes forget alike.
 */
final class Sessions {
  static final int MAX_SESSIONS = 4096;
  static final int MAX_RESULTS = 2048;

  private final StateDigest digest;

  /** By the index that opened them. */
  private final TreeMap<Long, Session> sessions = new TreeMap<>();

  /** One client's session. */
  private static final class Session {
    final Duration timeout;

    /** By sequence; none is acknowledged. */
    final TreeMap<Long, Result> results = new TreeMap<>();

    /** The client has the answers up to this sequence: they never run again. Only grows. */
    long acknowledgedUpTo;

    Session(Duration timeout) {
      this.timeout = timeout;
    }
  }

  /**
   * What became of a command: what its reply can be made of again, with the command.
   *
   * @param code why it failed, NONE if it did not
   * @param index the index at which it was performed
   */
  record Result(ErrorCode code, long index) {
    /** Of a request whose client had its answer long ago. */
    static final Result FORGOTTEN = new Result(ErrorCode.INDETERMINATE, 0);

    static final Result NO_SESSION = new Result(ErrorCode.SESSION_EXPIRED, 0);
    static final Result FULL = new Result(ErrorCode.OVERLOADED, 0);
  }

  Sessions(StateDigest digest) {
    this.digest = digest;
  }

  /** Opens a session that is named by the index, unless there are too many. */
  ErrorCode open(long index, Duration timeout) {
    if (sessions.size() >= MAX_SESSIONS) {
      return ErrorCode.OVERLOADED;
    }
    Session session = new Session(timeout);
    sessions.put(index, session);
    digest.add(hash(index, session));
    return ErrorCode.NONE;
  }

  /** Ends a session and forgets its results. */
  ErrorCode end(long id) {
    Session session = sessions.remove(id);
    if (session == null) {
      return ErrorCode.SESSION_EXPIRED;
    }
    session.results.forEach((sequence, result) -> digest.remove(hash(id, sequence, result)));
    digest.remove(hash(id, session));
    return ErrorCode.NONE;
  }

  boolean contains(long id) {
    return sessions.containsKey(id);
  }

  /** Returns how long each session may be silent. */
  Map<Long, Duration> timeouts() {
    TreeMap<Long, Duration> timeouts = new TreeMap<>();
    sessions.forEach((id, session) -> timeouts.put(id, session.timeout));
    return timeouts;
  }

  /**
   * Takes a request in the order of the log: frees what its client acknowledges. Returns what to
   * answer, nothing if the request is to be performed.
   */
  Optional<Result> admit(RequestId id, long acknowledgedUpTo) {
    if (id.session() == RequestId.NO_SESSION) {
      return Optional.empty();
    }
    Session session = sessions.get(id.session());
    if (session == null) {
      return Optional.of(Result.NO_SESSION);
    }
    acknowledge(id.session(), session, acknowledgedUpTo);
    if (id.sequence() <= session.acknowledgedUpTo) {
      return Optional.of(Result.FORGOTTEN);
    }
    @Nullable Result known = session.results.get(id.sequence());
    boolean full = known == null && session.results.size() >= MAX_RESULTS;
    return full ? Optional.of(Result.FULL) : Optional.ofNullable(known);
  }

  private void acknowledge(long id, Session session, long upTo) {
    if (upTo <= session.acknowledgedUpTo) {
      return;
    }
    digest.remove(hash(id, session));
    session.acknowledgedUpTo = upTo;
    digest.add(hash(id, session));
    while (!session.results.isEmpty() && session.results.firstKey() <= upTo) {
      Map.Entry<Long, Result> freed = session.results.pollFirstEntry();
      digest.remove(hash(id, freed.getKey(), freed.getValue()));
    }
  }

  /** Keeps what became of a request that was admitted. */
  void remember(RequestId id, Result result) {
    Session session = sessions.get(id.session());
    if (session != null) {
      session.results.put(id.sequence(), result);
      digest.add(hash(id.session(), id.sequence(), result));
    }
  }

  private static long hash(long id, Session session) {
    return StateDigest.hash(8, id, session.timeout.toNanos(), session.acknowledgedUpTo);
  }

  private static long hash(long id, long sequence, Result result) {
    return StateDigest.hash(
        7, id, sequence, StateDigest.part(result.code().name()), result.index());
  }

  void write(CommandWriter to) {
    to.writeInt(sessions.size());
    sessions.forEach((id, session) -> write(id, session, to));
  }

  private static void write(long id, Session session, CommandWriter to) {
    to.writeLong(id);
    to.writeLong(session.timeout.toNanos());
    to.writeLong(session.acknowledgedUpTo);
    to.writeInt(session.results.size());
    session.results.forEach(
        (sequence, result) -> {
          to.writeLong(sequence);
          to.writeText(result.code().name());
          to.writeLong(result.index());
        });
  }

  /** Reads what {@link #write} wrote into these, which are empty. */
  void read(CommandReader from) {
    for (int left = from.readCount(); left > 0; left--) {
      long id = from.readLong();
      Session session = new Session(Duration.ofNanos(from.readLong()));
      session.acknowledgedUpTo = from.readLong();
      sessions.put(id, session);
      digest.add(hash(id, session));
      for (int results = from.readCount(); results > 0; results--) {
        long sequence = from.readLong();
        Result result = new Result(ErrorCode.valueOf(from.readText()), from.readLong());
        remember(new RequestId(id, sequence), result);
      }
    }
  }
}
