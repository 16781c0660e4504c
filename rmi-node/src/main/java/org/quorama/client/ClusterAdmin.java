package org.quorama.client;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SafeMode.Action;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.OperationValue.ChunkHealth;
import org.quorama.metadata.operation.OperationValue.ChunkHealthList;
import org.quorama.metadata.operation.OperationValue.SafeModeState;
import org.quorama.metadata.operation.OperationValue.Space;

/**
 * What administrators may ask of a cluster, and do to it. Thread-safe; ends with its client.
 *
 * <p>Every method throws {@link OperationFailedException} if there is no leader.
 */
public final class ClusterAdmin {
  private static final int PAGE = 512;

  private final MasterCalls master;

  ClusterAdmin(MasterCalls master) {
    this.master = master;
  }

  /** Returns how much room each chunkserver has. */
  public Space space() {
    return (Space) master.require(new FileOperation.DiskFree());
  }

  /**
   * Tells the health of every chunk of a file, or of all files below a directory, by chunk id. Asks
   * for some hundred at a time, so that chunks that come and go meanwhile may be told of or not.
   * The root has below it, too, what was deleted and can be brought back; chunks that are reserved
   * for files to come are not told of.
   *
   * @param path the file or directory
   * @param each hears of every chunk once
   * @throws OperationFailedException if it does not exist
   */
  public void check(FilePath path, Consumer<ChunkHealth> each) {
    @Nullable ChunkId after = null;
    boolean more = true;
    while (more) {
      ChunkHealthList page =
          (ChunkHealthList) master.require(new FileOperation.CheckFiles(path, after, PAGE));
      page.chunks().forEach(each);
      more = page.more() && !page.chunks().isEmpty();
      after = more ? page.chunks().get(page.chunks().size() - 1).chunk() : after;
    }
  }

  /**
   * Takes a chunkserver out of service; its replicas are copied to others before it is drained.
   *
   * @param node which
   * @throws OperationFailedException if there is no such node, or nobody knows
   */
  public void decommission(NodeId node) {
    OperationValue unused = master.require(new FileOperation.Decommission(node));
  }

  /**
   * Takes a chunkserver back into service.
   *
   * @param node which
   * @throws OperationFailedException if there is no such node, or nobody knows
   */
  public void recommission(NodeId node) {
    OperationValue unused = master.require(new FileOperation.Recommission(node));
  }

  /**
   * Asks for the leader's safe mode, or changes it.
   *
   * @param action what to do
   * @return how it is then
   */
  public SafeModeState safeMode(Action action) {
    return (SafeModeState) master.require(new FileOperation.SafeMode(action));
  }
}
