package org.quorama.lab.endure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.quorama.client.AppendStream;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.client.record.RecordFormat;
import org.quorama.client.record.RecordId;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;

/**
 * One client that appends one record after the other, each until it is acknowledged. Confined to
 * its thread, but for the counts.
 */
final class Appender {
  private static final int MAX_PAYLOAD = 2_000;

  private final long writer;
  private final EndurePlan plan;
  private final QuoramaClient client;
  private final FilePath file;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger repeated = new AtomicInteger();

  /** Why the last attempt failed, empty if it did not. */
  private volatile String trouble = "";

  Appender(long writer, EndurePlan plan, QuoramaClient client, FilePath file) {
    this.writer = writer;
    this.plan = plan;
    this.client = client;
    this.file = file;
  }

  /**
   * A record that was acknowledged.
   *
   * @param id which
   * @param offset where it must be on every replica
   * @param invoked when it was asked for
   * @param returned when it was acknowledged
   */
  record Acknowledged(RecordId id, long offset, long invoked, long returned) {}

  /** Appends all, or what it can until it is to stop. */
  void run(BooleanSupplier goOn) {
    try (AppendStream stream = client.appends(file)) {
      int sequence = 1;
      while (sequence <= plan.records() && goOn.getAsBoolean()) {
        RecordId id = new RecordId(writer, sequence);
        sequence += succeeds(() -> append(stream, id)) ? 1 : 0;
      }
      boolean flushed = false;
      while (!flushed && goOn.getAsBoolean()) {
        flushed = succeeds(stream::flush);
      }
    } catch (OperationFailedException e) {
      trouble = "The length is not recorded: " + e.getMessage();
    }
  }

  private boolean succeeds(Runnable attempt) {
    try {
      attempt.run();
      trouble = "";
      return true;
    } catch (OperationFailedException e) {
      trouble = e.outcome() + " " + e.code() + ": " + e.getMessage();
      repeated.incrementAndGet();
      return false;
    }
  }

  private void append(AppendStream stream, RecordId id) {
    long invoked = System.nanoTime();
    long offset = stream.append(record(id, plan.seed()), true);
    acknowledged.add(new Acknowledged(id, offset, invoked, System.nanoTime()));
    int unused = done.incrementAndGet();
  }

  /** Returns the bytes of a record: always the same for the same id and seed. */
  static Bytes record(RecordId id, long seed) {
    SplittableRandom random = new SplittableRandom(seed ^ id.writer() << 32 ^ id.sequence());
    byte[] payload = new byte[random.nextInt(MAX_PAYLOAD)];
    random.nextBytes(payload);
    return RecordFormat.encode(id, Bytes.wrap(payload));
  }

  int done() {
    return done.get();
  }

  /** Returns how many attempts were not acknowledged. */
  int repeated() {
    return repeated.get();
  }

  String trouble() {
    return trouble;
  }

  /** Returns what was acknowledged; only after the thread has ended. */
  List<Acknowledged> acknowledged() {
    return acknowledged;
  }
}
