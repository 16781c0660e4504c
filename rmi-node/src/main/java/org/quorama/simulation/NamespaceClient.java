package org.quorama.simulation;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.ErrorCode;
import org.quorama.simulation.SimulationReport.Sometimes;
import org.quorama.simulation.check.ClusterChecker;
import org.quorama.simulation.check.Rules;
import org.quorama.simulation.check.Rules.Rule;

/**
 * A client that owns a directory and knows what must be in it: every answer is checked against
 * that. A name whose operation ended unknown is never used again.
 */
final class NamespaceClient {
  private static final int MAX_NAMES = 12;

  /** What a name that others use as well may be found to be. */
  private static final Set<ErrorCode> CONTENDED =
      EnumSet.of(
          ErrorCode.EXISTS, ErrorCode.NOT_FOUND, ErrorCode.NOT_EMPTY, ErrorCode.NOT_A_DIRECTORY);

  private final MasterCalls calls;
  private final Rules rules;
  private final SplittableRandom random;
  private final FilePath home;

  /** Files that certainly exist. */
  private final TreeSet<FilePath> present = new TreeSet<>();

  /** Files that certainly do not exist; a few of the last. */
  private final TreeSet<FilePath> absent = new TreeSet<>();

  private boolean homeExists;
  private long names;

  NamespaceClient(MasterCalls calls, Rules rules, SplittableRandom random, int client) {
    this.calls = calls;
    this.rules = rules;
    this.random = random;
    this.home = FilePath.ROOT.resolve("c" + client);
  }

  /** Does one operation, then the rest. */
  void step(Runnable then) {
    int dice = random.nextInt(10);
    if (!homeExists) {
      makeHome(then);
    } else if (present.isEmpty() || (dice < 3 && present.size() < MAX_NAMES)) {
      create(then);
    } else if (dice < 5) {
      delete(any(present), then);
    } else if (dice < 6) {
      rename(any(present), then);
    } else if (dice < 8) {
      list(then);
    } else {
      stat(dice == 8 && !absent.isEmpty() ? any(absent) : any(present), then);
    }
  }

  private FilePath any(Set<FilePath> paths) {
    return paths.stream().skip(random.nextInt(paths.size())).findFirst().orElseThrow();
  }

  private FilePath fresh() {
    names++;
    return home.resolve("f" + names);
  }

  private void makeHome(Runnable then) {
    calls.perform(
        new FileOperation.MakeDirectory(home),
        result -> {
          homeExists = result.isOk() || result.reply().code() == ErrorCode.EXISTS;
          check(!result.surelyFailed(ErrorCode.EXISTS) || names > 0, home, result);
          names++; // from now on an earlier attempt may have made it
          then.run();
        });
  }

  private void create(Runnable then) {
    FilePath path = fresh();
    calls.perform(
        new FileOperation.CreateFile(path),
        result -> {
          once(!result.failed(ErrorCode.EXISTS), path, result);
          once(!result.failed(ErrorCode.NOT_FOUND), path, result);
          if (result.isOk()) {
            present.add(path);
          }
          then.run();
        });
  }

  private void delete(FilePath path, Runnable then) {
    present.remove(path);
    calls.perform(
        new FileOperation.Delete(path),
        result -> {
          once(!result.failed(ErrorCode.NOT_FOUND), path, result);
          if (result.isOk()) {
            remember(path);
          }
          then.run();
        });
  }

  private void remember(FilePath gone) {
    absent.add(gone);
    if (absent.size() > MAX_NAMES) {
      absent.pollFirst();
    }
  }

  private void rename(FilePath from, Runnable then) {
    FilePath to = fresh();
    present.remove(from);
    calls.perform(
        new FileOperation.Rename(from, to),
        result -> {
          once(!result.failed(ErrorCode.NOT_FOUND), from, result);
          once(!result.failed(ErrorCode.EXISTS), to, result);
          if (result.isOk()) {
            present.add(to);
            remember(from);
          }
          then.run();
        });
  }

  private void stat(FilePath path, Runnable then) {
    boolean exists = present.contains(path);
    calls.perform(
        new FileOperation.Stat(path),
        result -> {
          check(!(exists && result.reply().code() == ErrorCode.NOT_FOUND), path, result);
          check(exists || !result.isOk(), path, result);
          then.run();
        });
  }

  private void list(Runnable then) {
    calls.perform(
        new FileOperation.ListDirectory(home),
        result -> {
          check(result.reply().code() != ErrorCode.NOT_FOUND, home, result);
          if (result.reply().value() instanceof OperationValue.Listing listing) {
            TreeSet<FilePath> seen = new TreeSet<>();
            listing.entries().forEach(entry -> seen.add(entry.path()));
            check(seen.containsAll(present), home, result);
            check(absent.stream().noneMatch(seen::contains), home, result);
          }
          then.run();
        });
  }

  /** Checks an outcome that is the same in every attempt, since each takes effect once. */
  private void once(boolean holds, FilePath path, MasterCalls.Result result) {
    if (!holds) {
      throw rules.broken(
          Rule.EXACTLY_ONCE, "%s is told of %s, which nobody else can have changed", result, path);
    }
  }

  private void check(boolean holds, FilePath path, MasterCalls.Result result) {
    if (!holds) {
      throw rules.broken(
          Rule.HONEST_OUTCOME,
          "%s is told of %s, but knows %s present and %s absent",
          result,
          path,
          present,
          absent);
    }
  }

  /**
   * A client that makes, moves, copies, removes and looks at few names in one directory, as all
   * others do at the same time, some of them directories with names of their own: operations in one
   * directory run concurrently, yet linearizably [GFS §4.1].
   */
  static final class Shared {
    private static final int NAMES = 4;

    private final World world;
    private final MasterCalls calls;
    private final ClusterChecker checker;
    private final SplittableRandom random;
    private boolean exists;

    Shared(World world, MasterCalls calls, ClusterChecker checker, SplittableRandom random) {
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
            exists |= result.isOk() || result.failed(ErrorCode.EXISTS);
            checker.answered(operation, result.reply(), floor);
            if (CONTENDED.contains(result.reply().code())) {
              world.counters().count(Sometimes.NAME_CONTENDED);
            }
            then.run();
          });
    }

    private FileOperation draw() {
      FilePath path = random.nextInt(3) == 0 ? below(name()) : name();
      return switch (random.nextInt(16)) {
        case 0, 1 -> new FileOperation.CreateFile(path);
        case 2 -> new FileOperation.CreateFile(below(name()));
        case 3, 4 -> new FileOperation.MakeDirectory(name());
        case 5, 6 -> new FileOperation.Delete(path);
        case 7 -> new FileOperation.DeleteTree(name());
        case 8, 9, 10 -> new FileOperation.Rename(path, beside(path));
        case 11 -> new FileOperation.Replace(path, beside(path));
        case 12 -> new FileOperation.Snapshot(path, beside(path));
        case 13 -> new FileOperation.Stat(path);
        case 14 -> new FileOperation.ListDirectory(name());
        default -> new FileOperation.ListDirectory(checker.shared());
      };
    }

    private FilePath name() {
      return checker.shared().resolve("n" + random.nextInt(NAMES));
    }

    private FilePath below(FilePath name) {
      return name.resolve("s" + random.nextInt(2));
    }

    /** Returns where something may go: no directory gets deep, so that few names stay few. */
    private FilePath beside(FilePath path) {
      boolean isBelow = path.names().size() > checker.shared().names().size() + 1;
      return isBelow && random.nextBoolean() ? below(name()) : name();
    }
  }
}
