package org.quorama.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.quorama.cluster.NodeId;
import org.quorama.remote.SupervisorCommands;
import org.quorama.remote.SupervisorServer;

/**
 * Runs the node processes of one cluster, and ends them all when it ends. Thread-safe.
 *
 * <p>A node sees the end of its standard input when this process dies, however it dies.
 */
public final class Supervisor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());
  private static final String NODE_MAIN = "org.quorama.node.NodeMain";
  private static final Duration READY_WAIT = Duration.ofSeconds(30);

  /** Keep five idle nodes below 600 MiB. Both compilers stay on: one alone halves RMI. */
  private static final List<String> NODE_FLAGS =
      List.of(
          "-Xms16m",
          "-Xmx128m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:MaxMetaspaceSize=96m",
          "-XX:ReservedCodeCacheSize=32m",
          "-Xshare:auto",
          "-Djava.net.preferIPv4Stack=true");

  private final SupervisorConfig config;
  private final String mainClass;
  private final ClusterLock lock;
  private final ClusterFiles files;
  private final List<BiConsumer<NodeId, ProcessState>> listeners = new CopyOnWriteArrayList<>();
  private final Thread hook = new Thread(this::endNodes, "supervisor-end");

  /** The latest process of each node. Guarded by itself. */
  private final Map<NodeId, NodeProcess> processes = new TreeMap<>();

  /** Once true, no process starts any more. Guarded by {@link #processes}. */
  private boolean closed;

  private final SupervisorServer server;
  private final ClusterInfo info;

  private Supervisor(SupervisorConfig config, String mainClass, ClusterLock lock) {
    this.config = config;
    this.mainClass = mainClass;
    this.lock = lock;
    this.files = new ClusterFiles(config);
    this.server = SupervisorServer.open(ClusterFiles.HOST, files.write(), new Commands());
    this.info =
        new ClusterInfo(config.clusterDir(), files.rmi(), files.secretFile(), server.address());
  }

  /**
   * Starts a cluster and waits until every node serves.
   *
   * @param config what to start
   * @throws SupervisorException if a cluster runs there, or a node does not come up
   */
  public static Supervisor start(SupervisorConfig config) {
    return start(config, NODE_MAIN);
  }

  static Supervisor start(SupervisorConfig config, String mainClass) {
    ClusterLock lock = ClusterLock.take(config.clusterDir());
    Supervisor started = null;
    try {
      started = new Supervisor(config, mainClass, lock);
      started.startAll();
      return started;
    } catch (RuntimeException e) {
      if (started == null) {
        lock.close();
      } else {
        started.close();
      }
      throw e;
    }
  }

  /** Returns how to reach the cluster. */
  public ClusterInfo info() {
    return info;
  }

  /**
   * Adds a listener for the state of nodes.
   *
   * @param listener called after each change, on threads of the supervisor; must return fast
   */
  public void addListener(BiConsumer<NodeId, ProcessState> listener) {
    listeners.add(listener);
  }

  /**
   * Kills a node at once, as a crash would (SIGKILL); returns when the process has ended.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   */
  public void kill(NodeId node) {
    processOf(node).kill();
  }

  /**
   * Starts a node again, killing it first if it runs; returns when it serves.
   *
   * @param node which
   * @throws IllegalArgumentException if there is no such node
   * @throws SupervisorException if it does not come up
   */
  public void restart(NodeId node) {
    kill(node);
    begin(node).awaitReady(READY_WAIT);
  }

  /** Returns each node's state. */
  public Map<NodeId, ProcessState> states() {
    Map<NodeId, ProcessState> states = new TreeMap<>();
    synchronized (processes) {
      processes.forEach((node, process) -> states.put(node, process.state()));
    }
    return states;
  }

  /** Ends all nodes and forgets how to reach the cluster; its data stays. */
  @Override
  public void close() {
    synchronized (processes) {
      if (closed) {
        return;
      }
      closed = true;
    }
    endNodes();
    server.close();
    try {
      Files.deleteIfExists(config.clusterDir().resolve(ClusterInfo.FILE));
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Cannot delete " + ClusterInfo.FILE, e);
    } catch (IllegalStateException e) {
      LOG.log(System.Logger.Level.DEBUG, "The JVM is ending already");
    } finally {
      lock.close();
    }
  }

  private void startAll() {
    Runtime.getRuntime().addShutdownHook(hook);
    List<NodeProcess> begun = new ArrayList<>();
    for (NodeId node : info.nodes().keySet()) {
      begun.add(begin(node));
    }
    begun.forEach(process -> process.awaitReady(READY_WAIT));
    info.write();
  }

  private NodeProcess begin(NodeId node) {
    synchronized (processes) {
      if (closed) {
        throw new SupervisorException("The cluster is being stopped; start it anew");
      }
      Path log = files.directoryOf(node).resolve("node.log");
      NodeProcess begun =
          NodeProcess.start(node, commandOf(node), log, state -> announce(node, state));
      processes.put(node, begun);
      return begun;
    }
  }

  private List<String> commandOf(NodeId node) {
    List<String> command = new ArrayList<>();
    command.add(config.javaCommand().get(0));
    command.addAll(NODE_FLAGS);
    command.addAll(config.javaCommand().subList(1, config.javaCommand().size()));
    command.addAll(
        List.of(mainClass, "--id", node.value(), "--config", files.configOf(node).toString()));
    return command;
  }

  private NodeProcess processOf(NodeId node) {
    synchronized (processes) {
      NodeProcess process = processes.get(node);
      if (process == null) {
        throw new IllegalArgumentException(
            "No node " + node + " here; there are " + processes.keySet());
      }
      return process;
    }
  }

  private void announce(NodeId node, ProcessState state) {
    listeners.forEach(listener -> listener.accept(node, state));
  }

  private void endNodes() {
    List<NodeProcess> all;
    synchronized (processes) {
      closed = true;
      all = List.copyOf(processes.values());
    }
    all.forEach(NodeProcess::kill);
  }

  /** What other processes may ask for. */
  private final class Commands implements SupervisorCommands {
    @Override
    public void kill(NodeId node) {
      Supervisor.this.kill(node);
    }

    @Override
    public void restart(NodeId node) {
      Supervisor.this.restart(node);
    }

    @Override
    public Map<NodeId, String> states() {
      Map<NodeId, String> names = new TreeMap<>();
      Supervisor.this.states().forEach((node, state) -> names.put(node, state.name()));
      return names;
    }

    @Override
    public void stop() {
      // On a thread of its own: closing cuts the very connection that this call came by.
      new Thread(Supervisor.this::close, "supervisor-stop").start();
    }
  }
}
