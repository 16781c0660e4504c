package org.quorama.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What cluster to start. Immutable.
 *
 * @param clusterDir where all its files go
 * @param nodes how many nodes, 1 to 9
 * @param pace {@code lab} for eyes or {@code fast} for tests
 * @param overrides further properties of every node, as in {@code chunk.size=1048576}
 * @param javaCommand the Java program, then its class path and further options: {@code java -cp
 *     lib/*}; a class-data archive is one of them
 * @param fresh whether to forget what an earlier cluster left in the directory
 */
public record SupervisorConfig(
    Path clusterDir,
    int nodes,
    String pace,
    Map<String, String> overrides,
    List<String> javaCommand,
    boolean fresh) {
  private static final int MAX_NODES = 9;

  /**
   * Checks the ranges and copies the collections.
   *
   * @throws IllegalArgumentException if there are too few or too many nodes, or no command
   */
  public SupervisorConfig {
    if (nodes < 1 || nodes > MAX_NODES) {
      throw new IllegalArgumentException("A cluster has 1 to 9 nodes, not " + nodes);
    }
    if (javaCommand.isEmpty()) {
      throw new IllegalArgumentException("The Java command is missing");
    }
    clusterDir = clusterDir.toAbsolutePath().normalize();
    overrides = Map.copyOf(overrides);
    javaCommand = List.copyOf(javaCommand);
  }
}
