package org.quorama.metadata.tree;

import java.util.Optional;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;

/** Which mutations wait until no lease is left of the chunks that they are about [GFS §3.4]. */
public final class Unleased {
  private Unleased() {}

  /**
   * Returns the path whose chunks, and those below it, must not be leased when a mutation takes
   * effect; nothing if leases do not matter to it.
   *
   * @param mutation the mutation
   */
  public static Optional<FilePath> pathOf(FileOperation.Mutation mutation) {
    if (mutation instanceof FileOperation.Snapshot snapshot) {
      return Optional.of(snapshot.from());
    } else if (mutation instanceof FileOperation.Truncate truncate) {
      return Optional.of(truncate.path());
    } else if (mutation instanceof FileOperation.Delete delete) {
      return Optional.of(delete.path());
    }
    return mutation instanceof FileOperation.DeleteTree delete
        ? Optional.of(delete.path())
        : Optional.empty();
  }
}
