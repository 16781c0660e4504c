package org.quorama.node;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.repair.RepairConfig;
import org.quorama.raft.RaftConfig;
import org.quorama.runtime.core.NodeCoreConfig;

/**
 * The settings of one node's process. Immutable.
 *
 * @param id which node
 * @param cluster whom it belongs to
 * @param network where it listens and looks
 * @param timing how fast it is
 * @param raft how it replicates
 * @param files what it keeps
 * @param repair how the leader cares for replicas
 * @param description every key with its value, unit, default and meaning
 */
public record NodeConfig(
    NodeId id,
    Cluster cluster,
    Network network,
    Timing timing,
    Replication raft,
    Storage files,
    RepairConfig repair,
    String description) {
  private static final Duration MAX_TIME = Duration.ofMinutes(10);

  /**
   * Whom a node belongs to.
   *
   * @param name of the cluster
   * @param members the first voters
   * @param join true if the node may be none of them
   * @param secretFile what callers must know
   * @param lab true if faults and steps are allowed
   * @param frozen true if time stands still until a lab lets it pass
   */
  public record Cluster(
      String name,
      List<NodeId> members,
      boolean join,
      Path secretFile,
      boolean lab,
      boolean frozen) {}

  /**
   * Where a node listens and looks.
   *
   * @param host what it binds to
   * @param port its RMI port, 0 for a free one
   * @param seeds the RMI addresses to start with
   * @param discoveryPort its JGroups port, 0 for none
   * @param discoverySeeds the JGroups addresses of all nodes
   */
  public record Network(
      String host,
      int port,
      ClusterMembers seeds,
      int discoveryPort,
      List<NodeAddress> discoverySeeds) {}

  /**
   * How fast a node is.
   *
   * @param electionMin the least time without a leader before an election
   * @param electionMax the bound of the random time
   * @param heartbeat how often an idle leader is heard
   * @param lease how long a primary may order mutations
   * @param report how often a chunkserver reports
   * @param chunkserverTimeout how long one may be silent
   * @param session how long a client may be silent
   */
  public record Timing(
      Duration electionMin,
      Duration electionMax,
      Duration heartbeat,
      Duration lease,
      Duration report,
      Duration chunkserverTimeout,
      Duration session) {}

  /**
   * How a node replicates.
   *
   * @param features what goes beyond the paper's basic algorithm
   * @param clockDriftPercent how wrong the rate of any clock may be
   * @param entriesPerMessage how many entries go into one message at most
   * @param appendsInFlight how many messages with entries may be under way to a follower
   * @param snapshots when it takes them and how it sends them
   * @param idlePolling whether who waits for a message looks for it a while before he sleeps
   */
  public record Replication(
      Set<RaftConfig.Feature> features,
      int clockDriftPercent,
      int entriesPerMessage,
      int appendsInFlight,
      RaftConfig.Snapshots snapshots,
      boolean idlePolling) {
    /** Copies the features. */
    public Replication {
      features = Set.copyOf(features);
    }
  }

  /**
   * What a node keeps.
   *
   * @param dataDir its directory
   * @param segmentBytes how long a file of the log grows
   * @param chunkSizeBytes the size of a chunk
   * @param replication how many replicas a new chunk gets
   * @param namespaceEntries how many files and directories there may be
   * @param deletionDelay how long a deleted file can be brought back
   * @param spareBytes how much files of deleted chunks may take that wait for new ones
   * @param scanBytesPerSecond how fast idle chunks are verified, 0 for never
   * @param traceRing how many events stay for monitors
   * @param traceFile where all events go, if anywhere
   * @param traceInputs whether every input of the cores goes there, too
   */
  public record Storage(
      Path dataDir,
      int segmentBytes,
      int chunkSizeBytes,
      int replication,
      int namespaceEntries,
      Duration deletionDelay,
      int spareBytes,
      int scanBytesPerSecond,
      int traceRing,
      Optional<Path> traceFile,
      boolean traceInputs) {}

  /**
   * Reads a properties file; relative paths start at its directory.
   *
   * @param id which node
   * @param file what to read
   * @throws ConfigException if it cannot be read, or a key or value is wrong
   */
  public static NodeConfig read(NodeId id, Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException("Cannot read the settings in " + file + ": " + e);
    }
    Path absolute = file.toAbsolutePath();
    Path parent = absolute.getParent();
    return of(id, properties, parent == null ? absolute : parent);
  }

  /**
   * Takes settings from properties.
   *
   * @param id which node
   * @param properties what is set
   * @param directory what relative paths start from
   * @throws ConfigException if a key or value is wrong
   */
  public static NodeConfig of(NodeId id, Properties properties, Path directory) {
    ConfigReader reader = new ConfigReader(properties, directory);
    Cluster cluster = cluster(reader);
    if (!cluster.members().contains(id) && !cluster.join()) {
      throw reader.wrong(
          ConfigKey.MEMBERS, "a list that holds this node, " + id + ", or set join=true");
    }
    return new NodeConfig(
        id,
        cluster,
        network(reader),
        timing(reader),
        replication(reader),
        storage(id, reader),
        repair(reader),
        reader.describe());
  }

  private static Cluster cluster(ConfigReader reader) {
    List<NodeId> members = reader.ids(ConfigKey.MEMBERS);
    if (members.isEmpty() || members.size() > 16) {
      throw reader.wrong(ConfigKey.MEMBERS, "1 to 16 node ids");
    }
    boolean lab = reader.flag(ConfigKey.LAB);
    boolean frozen = reader.flag(ConfigKey.LAB_FROZEN);
    if (frozen && !lab) {
      throw reader.wrong(ConfigKey.LAB_FROZEN, "false, or set lab=true");
    }
    return new Cluster(
        reader.name(ConfigKey.CLUSTER),
        members,
        reader.flag(ConfigKey.JOIN),
        reader.path(ConfigKey.SECRET_FILE),
        lab,
        frozen);
  }

  private static Network network(ConfigReader reader) {
    return new Network(
        reader.host(ConfigKey.HOST),
        reader.number(ConfigKey.PORT, 0, 65_535),
        new ClusterMembers(reader.seeds(ConfigKey.SEEDS)),
        reader.number(ConfigKey.DISCOVERY_PORT, 0, 65_535),
        reader.addresses(ConfigKey.DISCOVERY_SEEDS));
  }

  private static Timing timing(ConfigReader reader) {
    Duration heartbeat = time(reader, ConfigKey.HEARTBEAT, Duration.ofMillis(5));
    Duration least = time(reader, ConfigKey.ELECTION_MIN, heartbeat.multipliedBy(5));
    return new Timing(
        least,
        time(reader, ConfigKey.ELECTION_MAX, least.plusMillis(1)),
        heartbeat,
        time(reader, ConfigKey.LEASE, Duration.ofSeconds(1)),
        time(reader, ConfigKey.REPORT, Duration.ofMillis(50)),
        time(reader, ConfigKey.CHUNKSERVER_TIMEOUT, Duration.ofMillis(200)),
        time(reader, ConfigKey.SESSION_TIMEOUT, Duration.ofSeconds(1)));
  }

  private static Duration time(ConfigReader reader, ConfigKey key, Duration least) {
    return reader.duration(key, least, MAX_TIME);
  }

  private static Replication replication(ConfigReader reader) {
    return new Replication(
        features(reader),
        reader.number(ConfigKey.CLOCK_DRIFT, 0, 90),
        reader.number(ConfigKey.APPEND_ENTRIES, 1, 4096),
        reader.number(ConfigKey.APPENDS_IN_FLIGHT, 1, 64),
        new RaftConfig.Snapshots(
            reader.number(ConfigKey.SNAPSHOT_EVERY, 10, 10_000_000),
            reader.number(ConfigKey.SNAPSHOT_KEPT, 0, 10_000_000),
            reader.size(ConfigKey.SNAPSHOT_PIECE, 1 << 10, 4 << 20)),
        reader.flag(ConfigKey.IDLE_POLLING));
  }

  private static Set<RaftConfig.Feature> features(ConfigReader reader) {
    EnumSet<RaftConfig.Feature> on = EnumSet.noneOf(RaftConfig.Feature.class);
    if (reader.flag(ConfigKey.PRE_VOTE)) {
      on.add(RaftConfig.Feature.PRE_VOTE);
    }
    if (reader.flag(ConfigKey.CHECK_QUORUM)) {
      on.add(RaftConfig.Feature.CHECK_QUORUM);
    }
    if (reader.flag(ConfigKey.MAJORITY_FIRST)) {
      on.add(RaftConfig.Feature.MAJORITY_FIRST);
    }
    if (reader.flag(ConfigKey.LEASE_READS)) {
      on.add(RaftConfig.Feature.LEASE_READS);
    }
    return on;
  }

  private static Storage storage(NodeId id, ConfigReader reader) {
    return new Storage(
        reader.path(ConfigKey.DATA_DIR),
        reader.size(ConfigKey.LOG_SEGMENT, 64 << 10, 1 << 30),
        reader.size(ConfigKey.CHUNK_SIZE, 1 << 10, 1 << 30),
        reader.number(ConfigKey.REPLICATION, 1, 16),
        reader.number(ConfigKey.NAMESPACE_ENTRIES, 1, 100_000_000),
        time(reader, ConfigKey.DELETION_DELAY, Duration.ofMillis(100)),
        reader.size(ConfigKey.CHUNK_SPARE, 0, 1 << 30),
        reader.size(ConfigKey.SCAN_RATE, 0, 1 << 30),
        reader.number(ConfigKey.TRACE_RING, 100, 1_000_000),
        traceFile(id, reader),
        traceInputs(reader));
  }

  private static RepairConfig repair(ConfigReader reader) {
    return new RepairConfig(
        reader.labels(ConfigKey.RACKS),
        reader.number(ConfigKey.REPAIR_COPIES, 1, 256),
        reader.number(ConfigKey.REPAIR_COPIES_PER_SERVER, 1, 64),
        reader.size(ConfigKey.REPAIR_RATE, 1 << 10, 1 << 30),
        time(reader, ConfigKey.REPAIR_DELAY, Duration.ofMillis(100)),
        reader.number(ConfigKey.SAFE_THRESHOLD, 0, 100),
        reader.number(ConfigKey.BALANCE_THRESHOLD, 1, 1000),
        reader.size(ConfigKey.BALANCE_RATE, 0, 1 << 30));
  }

  private static boolean traceInputs(ConfigReader reader) {
    boolean wanted = reader.flag(ConfigKey.TRACE_INPUTS);
    if (wanted && reader.text(ConfigKey.TRACE_FILE).isEmpty()) {
      throw reader.wrong(ConfigKey.TRACE_INPUTS, "false, or set trace.file");
    }
    return wanted;
  }

  private static Optional<Path> traceFile(NodeId id, ConfigReader reader) {
    if (reader.text(ConfigKey.TRACE_FILE).isEmpty()) {
      return Optional.empty();
    }
    String path = reader.path(ConfigKey.TRACE_FILE).toString();
    return Optional.of(Path.of(path.replace("{id}", id.value())));
  }

  /** Returns every key with its value, unit, default and meaning, as a properties file. */
  public String describe() {
    return description;
  }

  /** Returns the settings of the node's cores. */
  NodeCoreConfig cores() {
    return CoreSettings.of(this);
  }
}
