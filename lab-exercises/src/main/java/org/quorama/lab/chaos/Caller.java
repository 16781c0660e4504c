package org.quorama.lab.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;
import org.quorama.simulation.history.RegisterAction;

/**
 * One client that reads and writes a few registers and creates files, one operation after the
 * other. Confined to its thread.
 */
final class Caller {
  static final FilePath DIRECTORY = FilePath.parse("/chaos");

  private static final int KEYS = 4;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final int number;
  private final QuoramaClient client;
  private final SplittableRandom random;
  private final Recorder recorder;

  /** The version last seen of each register: what conditional writes ask for. */
  private final Map<String, Long> seen = new HashMap<>();

  private int writes;

  Caller(int number, QuoramaClient client, SplittableRandom random, Recorder recorder) {
    this.number = number;
    this.client = client;
    this.random = random;
    this.recorder = recorder;
  }

  /** Works until it is told to stop. */
  void run(BooleanSupplier goOn) {
    while (goOn.getAsBoolean()) {
      String key = "k" + random.nextInt(KEYS);
      switch (random.nextInt(10)) {
        case 0 -> create();
        case 1, 2 -> write(key, RegisterAction.ANY_VERSION);
        case 3, 4, 5 -> write(key, seen.getOrDefault(key, 0L));
        default -> read(key);
      }
      LockSupport.parkNanos(random.nextLong(2 * PAUSE_NANOS));
    }
  }

  /** Reads every register once. */
  void readAll() {
    for (int i = 0; i < KEYS; i++) {
      read("k" + i);
    }
  }

  private void read(String key) {
    Recorder.Call call = new Recorder.Call(number, key, recorder.now());
    OperationReply reply = perform(new FileOperation.GetAttribute(DIRECTORY, key));
    if (reply == null) {
      recorder.failed();
    } else if (reply.value() instanceof OperationValue.Attribute attribute) {
      seen.put(key, attribute.version());
      recorder.happened(
          call, new RegisterAction.Read(textOf(attribute.value()), attribute.version()));
    } else if (reply.code() == ErrorCode.NOT_FOUND) {
      recorder.happened(call, new RegisterAction.Read(null, RegisterAction.NO_VERSION));
    } else {
      recorder.failed();
    }
  }

  private static String textOf(Bytes value) {
    return new String(value.unsafeArray(), StandardCharsets.UTF_8);
  }

  private void write(String key, long ifVersion) {
    writes++;
    String value = "c" + number + "-" + writes;
    Recorder.Call call = new Recorder.Call(number, key, recorder.now());
    OperationReply reply =
        perform(new FileOperation.SetAttribute(DIRECTORY, key, Bytes.ofUtf8(value), ifVersion));
    if (reply == null) {
      recorder.failed();
    } else if (reply.value() instanceof OperationValue.Attribute attribute) {
      seen.put(key, attribute.version());
      recorder.happened(call, new RegisterAction.Write(value, ifVersion, attribute.version()));
    } else if (reply.outcome() == Outcome.UNKNOWN) {
      recorder.unknown(call, new RegisterAction.Write(value, ifVersion, RegisterAction.NO_VERSION));
    } else if (reply.code() == ErrorCode.STALE_VERSION) {
      recorder.happened(call, new RegisterAction.Refused(ifVersion));
    } else {
      recorder.failed();
    }
  }

  private void create() {
    writes++;
    String name = "f" + number + "-" + writes;
    OperationReply reply = perform(new FileOperation.CreateFile(DIRECTORY.resolve(name)));
    if (reply == null || reply.outcome() == Outcome.FAIL) {
      recorder.failed();
    } else if (reply.outcome() == Outcome.OK) {
      recorder.created(name);
    } else {
      recorder.unknown();
    }
  }

  /** Performs an operation; null if it certainly did not happen for want of a leader. */
  private @Nullable OperationReply perform(FileOperation operation) {
    try {
      return client.perform(operation);
    } catch (OperationFailedException e) {
      return e.outcome() == Outcome.UNKNOWN ? OperationReply.unknown() : null;
    }
  }
}
