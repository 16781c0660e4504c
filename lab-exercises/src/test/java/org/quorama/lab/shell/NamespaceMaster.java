package org.quorama.lab.shell;

import java.time.Duration;
import java.util.function.Function;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.Namespace;

/** Answers mutations as a real namespace does. */
public final class NamespaceMaster implements Function<FileOperation, OperationReply> {
  private final Namespace namespace = new Namespace(1 << 20);
  private long index;

  /** Makes one that holds /a/b, and directories /d/d... as deep as they may be, but for one. */
  public NamespaceMaster() {
    perform(new MetadataCommand.OpenSession(Duration.ofSeconds(9)));
    apply(new FileOperation.MakeDirectory(FilePath.parse("/a")));
    apply(new FileOperation.MakeDirectory(FilePath.parse("/a/b")));
    for (int depth = 1; depth < FilePath.MAX_DEPTH; depth++) {
      apply(new FileOperation.MakeDirectory(FilePath.parse("/d".repeat(depth))));
    }
  }

  private OperationReply perform(MetadataCommand command) {
    index++;
    return namespace.perform(index, MetadataCommand.encode(command));
  }

  @Override
  public synchronized OperationReply apply(FileOperation operation) {
    RequestId id = new RequestId(1, index + 1);
    return perform(new MetadataCommand.Perform(id, (FileOperation.Mutation) operation));
  }
}
