package org.quorama.simulation;

import java.util.SplittableRandom;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.ClusterChecker;

/**
 * A client that makes, moves, removes and looks at few names in one directory, as all others do at
 * the same time: operations in one directory run concurrently, yet linearizably [GFS §4.1].
 */
final class SharedNamesClient {
  private static final int NAMES = 4;

  private final World world;
  private final MasterCalls calls;
  private final ClusterChecker checker;
  private final SplittableRandom random;
  private boolean exists;

  SharedNamesClient(
      World world, MasterCalls calls, ClusterChecker checker, SplittableRandom random) {
    this.world = world;
    this.calls = calls;
    this.checker = checker;
    this.random = random;
  }

  /** Does one operation, then the rest. */
  void step(Runnable then) {
    FileOperation operation = exists ? draw() : new FileOperation.MakeDirectory(checker.shared());
    long floor = calls.completedIndex();
    calls.perform(
        operation,
        result -> {
          ErrorCode code = result.reply().code();
          if (operation instanceof FileOperation.MakeDirectory) {
            exists = result.isOk() || result.failed(ErrorCode.EXISTS);
          } else {
            checker.answered(operation, result.reply(), floor);
          }
          if (code == ErrorCode.EXISTS || code == ErrorCode.NOT_FOUND) {
            world.counters().count(Sometimes.NAME_CONTENDED);
          }
          then.run();
        });
  }

  private FileOperation draw() {
    int name = random.nextInt(NAMES);
    FilePath path = path(name);
    return switch (random.nextInt(8)) {
      case 0, 1 -> new FileOperation.CreateFile(path);
      case 2 -> new FileOperation.Delete(path);
      case 3, 4 -> new FileOperation.Rename(path, path(name + 1 + random.nextInt(NAMES - 1)));
      case 5 -> new FileOperation.Stat(path);
      default -> new FileOperation.ListDirectory(checker.shared());
    };
  }

  private FilePath path(int name) {
    return checker.shared().resolve("n" + name % NAMES);
  }
}
