package org.quorama.node;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.daemon.Daemons;
import org.quorama.discovery.Discovery;
import org.quorama.discovery.DiscoveryConfig;
import org.quorama.discovery.JGroupsDiscovery;
import org.quorama.discovery.StaticDiscovery;
import org.quorama.registry.NodeRegistry;
import org.quorama.remote.NodeExport;
import org.quorama.remote.Rehearsal;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;
import org.quorama.rmi.RmiEndpoint;
import org.quorama.rmi.RmiTimeouts;
import org.quorama.runtime.LiveNode;
import org.quorama.runtime.LiveNodeParts;
import org.quorama.runtime.NodeDisk;
import org.quorama.runtime.NodeIdentity;
import org.quorama.runtime.TraceSink;
import org.quorama.runtime.lab.LabKit;
import org.quorama.runtime.lab.LinkSwitch;
import org.quorama.runtime.time.LiveClock;
import org.quorama.storage.ChunkStore;
import org.quorama.storage.DataDirectory;
import org.quorama.storage.RaftStorage;
import org.quorama.storage.StorageOptions;
import org.quorama.trace.TraceFile;
import org.quorama.trace.TraceRing;

/** A node that serves: everything wired together. Several may live in one JVM. Thread-safe. */
public final class RunningNode implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunningNode.class.getName());
  private static final Duration DISCOVERY_WAIT = Duration.ofSeconds(3);

  private final NodeConfig config;
  private final RmiTimeouts timeouts;
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  /** Cuts the node off from others, if a lab says so. */
  private final LinkSwitch links;

  private final LiveClock clock;

  /** What else a lab reaches. */
  private final LabSurroundings surroundings = new LabSurroundings();

  /** What to close, last opened first; guarded by itself. */
  private final ArrayDeque<Runnable> closing = new ArrayDeque<>();

  /** Whether the disk was still being written when the node had stopped. */
  private final AtomicBoolean writing = new AtomicBoolean();

  private final Parts parts;

  /** What serves. */
  private record Parts(
      NodeAddress address, AddressBook book, NodeRegistry registry, LiveNode live) {}

  private RunningNode(NodeConfig config, RmiTimeouts timeouts) {
    this.config = config;
    this.timeouts = config.raft().idlePolling() ? timeouts.withPolling() : timeouts;
    this.clock =
        config.cluster().lab() ? LiveClock.ofLab(config.cluster().frozen()) : new LiveClock();
    this.links = new LinkSwitch(config.id(), clock);
    boolean serves = false;
    try {
      this.parts = open();
      serves = true;
    } finally {
      if (!serves) {
        close();
      }
    }
  }

  /**
   * Starts a node; it serves when this returns.
   *
   * @param config its settings
   * @param timeouts of its remote calls
   * @throws org.quorama.storage.StorageException if its directory is not its own, in use or broken
   * @throws org.quorama.rmi.PortInUseException if somebody else listens on its port
   */
  public static RunningNode start(NodeConfig config, RmiTimeouts timeouts) {
    return new RunningNode(config, timeouts);
  }

  /** Returns where it listens. */
  public NodeAddress address() {
    return parts.address();
  }

  /** Returns what is completed if the node has to stop by itself. */
  public CompletableFuture<Throwable> failure() {
    return failure;
  }

  private Parts open() {
    ClusterSecret secret = ClusterSecret.read(config.cluster().secretFile());
    DataDirectory directory = surroundings.open(config);
    onClose(() -> whenQuiet(directory::close));
    RmiEndpoint endpoint =
        RmiEndpoint.open(config.network().host(), config.network().port(), timeouts);
    onClose(endpoint::close);
    AddressBook book = new AddressBook(config.network().seeds(), config.id(), endpoint.address());
    LiveNode live = openLive(directory, endpoint.address(), book, secret);
    NodeExport export = new NodeExport(endpoint, secret, live, links.arriving(live), timeouts);
    onClose(export::close);
    NodeRegistry registry = NodeRegistry.open(endpoint, config.id(), export.gate());
    onClose(registry::close);
    registry.publish(book.all());
    Rehearsal.of(config.id());
    live.start();
    Parts opened = new Parts(endpoint.address(), book, registry, live);
    Discovery discovery = openDiscovery(endpoint.address(), book, secret);
    surroundings.found(discovery);
    startDiscovery(discovery, live, opened);
    return opened;
  }

  /** Returns what a lab may change; null if none may. */
  private @Nullable LabKit labKit() {
    return config.cluster().lab() ? new LabKit(clock, links, surroundings) : null;
  }

  private LiveNode openLive(
      DataDirectory directory, NodeAddress address, AddressBook book, ClusterSecret secret) {
    RaftStorage raftStorage =
        RaftStorage.open(directory, new StorageOptions(config.files().segmentBytes()));
    onClose(() -> whenQuiet(raftStorage::close));
    NodeConfig.Storage kept = config.files();
    ChunkStore chunks = ChunkStore.open(directory, kept.chunkSizeBytes(), kept.spareBytes());
    onClose(chunks::close);
    NodeIdentity identity = new NodeIdentity(config.id(), address, directory.incarnation());
    RmiNodeConnector connector = new RmiNodeConnector(secret, timeouts);
    onClose(connector::close);
    LiveNode live =
        new LiveNode(
            new LiveNodeParts(
                identity,
                config.cores(),
                new NodeDisk(
                    raftStorage.recovered(), raftStorage::write, chunks, kept.scanBytesPerSecond()),
                openTrace(identity),
                peer -> links.leaving(peer, connector.peer(() -> book.find(peer))),
                book::all,
                labKit()),
            failure::complete);
    onClose(() -> stop(live));
    return live;
  }

  private void stop(LiveNode live) {
    live.close();
    writing.set(live.isWriting());
    if (writing.get()) {
      LOG.log(Level.WARNING, "The disk of " + config.id() + " does not come to an end");
    }
  }

  /** Closes something, unless somebody still writes to it: then the end of the process does. */
  private void whenQuiet(Runnable close) {
    if (!writing.get()) {
      close.run();
    }
  }

  private TraceSink openTrace(NodeIdentity identity) {
    TraceRing ring = new TraceRing(identity.incarnation(), config.files().traceRing());
    TraceFile file = config.files().traceFile().map(this::openTraceFile).orElse(null);
    return new TraceSink(ring, file, config.files().traceInputs());
  }

  private TraceFile openTraceFile(Path path) {
    try {
      TraceFile file = TraceFile.open(path);
      onClose(file::close);
      return file;
    } catch (IOException e) {
      throw new ConfigException("trace.file = " + path + " cannot be written: " + e.getMessage());
    }
  }

  private Discovery openDiscovery(NodeAddress address, AddressBook book, ClusterSecret secret) {
    NodeConfig.Network network = config.network();
    if (network.discoveryPort() == 0) {
      return new StaticDiscovery(book.all());
    }
    NodeAddress bind = new NodeAddress(network.host(), network.discoveryPort());
    DiscoveryConfig settings =
        new DiscoveryConfig(
            config.id(),
            address,
            config.cluster().name(),
            bind,
            network.discoverySeeds(),
            config.cluster().lab());
    return new JGroupsDiscovery(settings, secret);
  }

  /**
   * Joining takes seconds and much of the processor; Raft starts with the seeds and does not wait
   * for it. Rather it waits for the first election, unless that needs what it finds, or the node
   * hears of no election before the others know where it is.
   */
  private void startDiscovery(Discovery discovery, LiveNode live, Parts opened) {
    onClose(discovery::close);
    NodeConfig.Cluster cluster = config.cluster();
    boolean needed =
        !cluster.members().contains(config.id())
            || opened.book().all().addresses().size() <= cluster.members().size() / 2;
    Duration wait = needed ? Duration.ZERO : DISCOVERY_WAIT;
    Thread thread =
        Daemons.thread(
            config.id() + "-discovery",
            () -> {
              live.awaitLeader(wait);
              discovery.start(seen -> learn(seen, opened));
            });
    thread.setUncaughtExceptionHandler((dead, cause) -> failure.complete(cause));
    thread.start();
  }

  /** Takes over what discovery sees: who is there, and where. */
  void learn(ClusterMembers seen) {
    learn(seen, parts);
  }

  private static void learn(ClusterMembers seen, Parts parts) {
    parts.registry().publish(parts.book().learn(seen));
    parts.live().membersSeen(seen);
  }

  private void onClose(Runnable action) {
    synchronized (closing) {
      closing.push(action);
    }
  }

  /** Stops serving, then closes everything, last opened first. */
  @Override
  public void close() {
    synchronized (closing) {
      while (!closing.isEmpty()) {
        closing.pop().run();
      }
    }
  }

  /** Returns the id of the node. */
  public NodeId id() {
    return config.id();
  }
}
