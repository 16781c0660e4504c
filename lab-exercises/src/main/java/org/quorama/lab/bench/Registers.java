package org.quorama.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;

/**
 * A thousand registers of 100 bytes, kept as attributes of a thousand files, and what callers do
 * with them. Thread-safe.
 */
final class Registers {
  private static final int KEYS = 1000;
  private static final int VALUE_BYTES = 100;
  private static final FilePath DIRECTORY = FilePath.parse("/bench");
  private static final FilePath CREATED = DIRECTORY.resolve("created");
  private static final String NAME = "value";

  private final QuoramaClient client;
  private final Bytes value;
  private final List<FilePath> keys = new ArrayList<>();
  private final AtomicLong created = new AtomicLong();

  Registers(QuoramaClient client) {
    this.client = client;
    byte[] bytes = new byte[VALUE_BYTES];
    new Random(1).nextBytes(bytes);
    value = Bytes.wrap(bytes);
    for (int key = 0; key < KEYS; key++) {
      keys.add(DIRECTORY.resolve("k" + key));
    }
  }

  /** Makes the files and sets each register once. */
  void prepare() {
    client.require(new FileOperation.MakeDirectory(DIRECTORY));
    for (FilePath key : keys) {
      client.require(new FileOperation.CreateFile(key));
      client.require(set(key));
    }
  }

  private FileOperation set(FilePath key) {
    return new FileOperation.SetAttribute(key, NAME, value, FileOperation.ANY_VERSION);
  }

  private FilePath any() {
    return keys.get(ThreadLocalRandom.current().nextInt(KEYS));
  }

  void write(int caller) {
    valueOf(client.perform(set(any())));
  }

  void read(int caller) {
    read(ReadMode.LINEARIZABLE);
  }

  void staleRead(int caller) {
    read(ReadMode.STALE);
  }

  private void read(ReadMode mode) {
    FileOperation get = new FileOperation.GetAttribute(any(), NAME);
    OperationValue read = valueOf(client.perform(get, mode));
    if (!(read instanceof OperationValue.Attribute attribute)
        || attribute.value().length() != VALUE_BYTES) {
      throw new IllegalStateException("read " + read);
    }
  }

  /** Makes the directory of the files of one run. */
  void prepareCreating() {
    client.require(new FileOperation.MakeDirectory(CREATED));
  }

  /** Deletes the files of one run: small nodes have no room for those of all runs. */
  void deleteCreated() {
    client.require(new FileOperation.DeleteTree(CREATED));
  }

  void create(int caller) {
    FilePath fresh = CREATED.resolve("c" + created.incrementAndGet());
    valueOf(client.perform(new FileOperation.CreateFile(fresh)));
  }

  private static OperationValue valueOf(OperationReply reply) {
    OperationValue value = reply.value();
    if (reply.outcome() != Outcome.OK || value == null) {
      throw new IllegalStateException(reply.outcome() + " " + reply.code());
    }
    return value;
  }
}
