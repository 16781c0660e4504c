package org.quorama.lab.cli.window;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.lab.cluster.ClusterException;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

/** Writes what a person typed in the window. Thread-safe; calls block. */
final class ClusterFiles {
  private final QuoramaClient client;

  ClusterFiles(QuoramaClient client) {
    this.client = client;
  }

  /** Returns the path that a person typed; one without a slash is below the root. */
  static FilePath pathOf(String typed) {
    String name = typed.trim();
    return FilePath.parse(name.startsWith("/") ? name : "/" + name);
  }

  /** Creates a file, appends a record to one that is made if it is not there, or puts one. */
  void write(Action kind, String typed, String text) {
    FilePath path = pathOf(typed);
    switch (kind) {
      case CREATE -> require(create(path));
      case APPEND -> append(path, text);
      case PUT -> put(path, text);
      default -> throw new ClusterException(kind + " writes no file");
    }
  }

  private OperationReply create(FilePath path) {
    return client.perform(new FileOperation.CreateFile(path));
  }

  static void require(OperationReply reply) {
    if (reply.outcome() != Outcome.OK) {
      throw new ClusterException("the answer is " + reply.outcome() + " " + reply.code());
    }
  }

  private void append(FilePath path, String text) {
    OperationReply made = create(path);
    if (made.code() != ErrorCode.EXISTS) {
      require(made);
    }
    long unused = client.append(path, Bytes.ofUtf8(text + "\n"));
  }

  private void put(FilePath path, String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    client.put(new ByteArrayInputStream(bytes), bytes.length, path, TransferProgress.none());
  }
}
