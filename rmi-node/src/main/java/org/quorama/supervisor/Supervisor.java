package org.quorama.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.quorama.cluster.NodeId;
import org.quorama.remote.ProcessControl;
import org.quorama.remote.SupervisorLink;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.RmiTimeouts;

/**
 * Runs the nodes of one cluster as processes of this machine. Thread-safe.
 *
 * <p>It never outlives its purpose, nor do its nodes: {@link #close} ends them, so does the end of
 * this JVM in good order, and when this JVM is killed each node sees its standard input end.
 */
public final class Supervisor implements ProcessControl, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(40);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(6);

  private static final String NODE_MAIN = "org.quorama.node.NodeMain";

  private final List<String> program;
  private final ClusterDirectory directory;
  private final RmiEndpoint endpoint;

  /** How to reach the cluster; written under this object's lock. */
  private volatile ClusterInfo info;

  private final Map<NodeId, NodeProcess> processes = new ConcurrentSkipListMap<>();
  private final List<Consumer<NodeId>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread atExit = new Thread(this::endAll, "supervisor-exit");

  private Supervisor(
      List<String> program, ClusterDirectory directory, RmiEndpoint endpoint, ClusterInfo info) {
    this.program = List.copyOf(program);
    this.directory = directory;
    this.endpoint = endpoint;
    this.info = info;
  }

  /**
   * Starts a cluster; all nodes serve when this returns, though they may not have a leader yet.
   *
   * @param config the settings
   * @throws IllegalStateException if another supervisor has the directory, or a node does not
   *     start; the message says why
   */
  public static Supervisor start(SupervisorConfig config) {
    return start(config, NODE_MAIN);
  }

  /** Starts a cluster of another program that behaves as a node's process does. */
  static Supervisor start(SupervisorConfig config, String mainClass) {
    ClusterDirectory directory = ClusterDirectory.take(config.clusterDir());
    try {
      return open(config, mainClass, directory);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static Supervisor open(
      SupervisorConfig config, String mainClass, ClusterDirectory directory) {
    if (config.fresh()) {
      directory.clear();
    }
    ClusterSecret secret = directory.secret();
    RmiEndpoint endpoint = RmiEndpoint.open("127.0.0.1", 0, RmiTimeouts.defaults());
    ClusterInfo info = directory.lay(config, endpoint.address());
    List<String> program = new ArrayList<>(config.javaCommand());
    program.add(mainClass);
    Supervisor supervisor = new Supervisor(program, directory, endpoint, info);
    Runtime.getRuntime().addShutdownHook(supervisor.atExit);
    boolean started = false;
    try {
      supervisor.startAll();
      SupervisorLink.export(endpoint, secret, supervisor);
      info.write();
      started = true;
      return supervisor;
    } finally {
      if (!started) {
        supervisor.close();
      }
    }
  }

  private void startAll() {
    info.nodes().keySet().forEach(this::launch);
    processes.values().forEach(process -> process.awaitReady(START_LIMIT));
  }

  private NodeProcess launch(NodeId node) {
    NodeProcess process =
        NodeProcess.start(node, program, directory.configFile(node), directory.logFile(node));
    processes.put(node, process);
    process.onExit(() -> listeners.forEach(listener -> listener.accept(node)));
    if (closed.get()) {
      process.kill();
    }
    return process;
  }

  /** Returns how to reach the cluster. */
  public ClusterInfo info() {
    return info;
  }

  /**
   * Calls a listener whenever a node's process has ended or serves anew.
   *
   * @param listener gets the node, on any thread, and returns soon
   */
  public void addListener(Consumer<NodeId> listener) {
    listeners.add(listener);
  }

  @Override
  public synchronized void kill(NodeId node) {
    NodeProcess process = processOf(node);
    if (!process.isAlive()) {
      throw new IllegalStateException(node + " does not run; 'quorama restart " + node + "' does");
    }
    process.kill();
  }

  @Override
  public synchronized void restart(NodeId node) {
    if (closed.get()) {
      throw new IllegalStateException("The cluster is being stopped");
    }
    if (processOf(node).isAlive()) {
      throw new IllegalStateException(node + " runs already; 'quorama kill " + node + "' first");
    }
    launch(node).awaitReady(START_LIMIT);
    listeners.forEach(listener -> listener.accept(node));
  }

  @Override
  public synchronized void add(NodeId node) {
    if (closed.get()) {
      throw new IllegalStateException("The cluster is being stopped");
    }
    if (processes.containsKey(node)) {
      throw new IllegalStateException("There is a node " + node + " already");
    }
    ClusterInfo larger = directory.layOneMore(info, node);
    NodeProcess process = launch(node);
    boolean ready = false;
    try {
      process.awaitReady(START_LIMIT);
      ready = true;
    } finally {
      if (!ready) {
        process.kill();
        processes.remove(node);
        directory.forget(node);
      }
    }
    info = larger;
    larger.write();
    listeners.forEach(listener -> listener.accept(node));
  }

  @Override
  public synchronized void pause(NodeId node) {
    NodeProcess process = processOf(node);
    if (!process.isAlive()) {
      throw new IllegalStateException(node + " does not run, so it cannot be paused");
    }
    process.signal(NodeProcess.Signal.STOP);
  }

  @Override
  public synchronized void resume(NodeId node) {
    NodeProcess process = processOf(node);
    if (!process.isAlive()) {
      throw new IllegalStateException(node + " does not run; 'quorama restart " + node + "' does");
    }
    process.signal(NodeProcess.Signal.CONT);
  }

  @Override
  public Map<NodeId, Boolean> running() {
    Map<NodeId, Boolean> running = new TreeMap<>();
    processes.forEach((node, process) -> running.put(node, process.isAlive()));
    return running;
  }

  private NodeProcess processOf(NodeId node) {
    NodeProcess process = processes.get(node);
    if (process == null) {
      throw new IllegalArgumentException(
          "No node is called " + node + ": this cluster has " + info.nodes().keySet());
    }
    return process;
  }

  /** Ends all nodes, in good order if they can, and gives the directory back. */
  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ignored) {
      // the JVM is ending, and runs the hook by itself
    }
  }

  private void endAll() {
    if (closed.getAndSet(true)) {
      return;
    }
    listeners.clear();
    List<NodeProcess> all = new ArrayList<>(processes.values());
    all.forEach(NodeProcess::stop);
    long limit = System.nanoTime() + STOP_LIMIT.toNanos();
    for (NodeProcess process : all) {
      Duration left = Duration.ofNanos(Math.max(0, limit - System.nanoTime()));
      if (!process.endsWithin(left)) {
        process.kill();
      }
    }
    info.remove();
    endpoint.close();
    directory.close();
  }
}
