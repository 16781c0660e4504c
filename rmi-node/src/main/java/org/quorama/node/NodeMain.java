package org.quorama.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.quorama.cluster.NodeId;
import org.quorama.rmi.PortInUseException;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.storage.StorageException;

/**
 * The node's process. Prints {@code READY <id> <host>:<port>} when it serves, stops in good order
 * on SIGTERM and when its standard input ends, so that it never outlives who started it.
 *
 * <p>Exit codes: 0 stopped, 1 unexpected failure, 2 wrong settings, 3 the data directory belongs to
 * another node, is in use, is corrupt or its disk is full, 4 the port is in use.
 */
public final class NodeMain {
  private static final System.Logger LOG = System.getLogger(NodeMain.class.getName());
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int STORAGE = 3;
  private static final int PORT = 4;
  private static final long STOP_MILLIS = 8_000;
  private static final String HELP =
      "Usage: node --id ID --config FILE [--print-config]; ID is a node id such as n1";

  private final PrintStream out;
  private final PrintStream err;

  NodeMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a node until it is told to stop.
   *
   * @param args {@code --id ID --config FILE}, and {@code --print-config} to only print the
   *     settings
   */
  public static void main(String[] args) {
    System.exit(new NodeMain(System.out, System.err).run(List.of(args), System.in));
  }

  /** Runs a node and returns the exit code; each failure is one line that says what to do. */
  int run(List<String> args, InputStream in) {
    try {
      return runChecked(args, in);
    } catch (ConfigException e) {
      return failed(USAGE, e);
    } catch (StorageException e) {
      return failed(STORAGE, e);
    } catch (PortInUseException e) {
      return failed(PORT, e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return failed(USAGE, e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The node cannot start", e);
      return FAILED;
    }
  }

  private int failed(int code, Throwable cause) {
    err.println(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    return code;
  }

  private int runChecked(List<String> args, InputStream in) {
    NodeConfig config = configOf(args);
    if (args.contains("--print-config")) {
      out.print(config.describe());
      out.flush();
      return 0;
    }
    RmiTimeouts timeouts =
        config.cluster().frozen() ? RmiTimeouts.byHand() : RmiTimeouts.defaults();
    timeouts.applyToJvm();
    RunningNode node = RunningNode.start(config, timeouts);
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
    out.println("READY " + node.id() + " " + node.address());
    out.flush();
    stopAtEndOf(in);
    return stoppedBy(node.failure().join());
  }

  private int stoppedBy(Throwable cause) {
    if (cause instanceof StorageException) {
      return failed(STORAGE, cause);
    }
    if (cause instanceof PortInUseException) {
      return failed(PORT, cause);
    }
    LOG.log(Level.ERROR, "The node stops", cause);
    return FAILED;
  }

  private static NodeConfig configOf(List<String> args) {
    return NodeConfig.read(NodeId.of(option(args, "--id")), Path.of(option(args, "--config")));
  }

  private static String option(List<String> args, String name) {
    int at = args.indexOf(name);
    if (at < 0 || at + 1 >= args.size()) {
      throw new ConfigException(name + " is missing. " + HELP);
    }
    return args.get(at + 1);
  }

  /** Whoever started this process holds the other end; when it goes, so does the node. */
  private static void stopAtEndOf(InputStream in) {
    Thread watcher =
        new Thread(
            () -> {
              drain(in);
              haltLater();
              System.exit(0);
            },
            "stdin-watch");
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void drain(InputStream in) {
    try {
      while (in.read() >= 0) {
        // what is said does not matter, only the end does
      }
    } catch (IOException ignored) {
      // a broken input has ended, too
    }
  }

  /** Ends the process even if stopping in good order hangs. */
  private static void haltLater() {
    Thread halt =
        new Thread(
            () -> {
              LockSupport.parkNanos(STOP_MILLIS * 1_000_000);
              Runtime.getRuntime().halt(FAILED);
            },
            "halt");
    halt.setDaemon(true);
    halt.start();
  }
}
