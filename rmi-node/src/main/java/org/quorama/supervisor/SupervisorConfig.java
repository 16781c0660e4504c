package org.quorama.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.quorama.protocol.Invariants;

/**
 * The settings of a supervisor. Immutable.
 *
 * @param clusterDir where the cluster keeps all its files
 * @param nodes how many nodes, 1 to 16
 * @param pace {@code lab} or {@code fast}
 * @param settings further settings of every node, by key
 * @param javaCommand the command that starts a JVM, up to but without the main class
 * @param fresh true to remove what an earlier cluster left in the directory
 */
public record SupervisorConfig(
    Path clusterDir,
    int nodes,
    String pace,
    Map<String, String> settings,
    List<String> javaCommand,
    boolean fresh) {
  /** Copies the collections and checks the range. */
  public SupervisorConfig {
    clusterDir = clusterDir.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
    javaCommand = List.copyOf(javaCommand);
    Invariants.check(nodes >= 1 && nodes <= 16, "A cluster has 1 to 16 nodes, not %d", nodes);
  }
}
