package org.quorama.node;

/** Every key of a node's settings, in the order in which people read them. */
enum ConfigKey {
  CLUSTER("cluster", "quorama", "", "name", "nodes of other clusters are refused"),
  MEMBERS(
      "members", "n1,n2,n3,n4,n5", "", "ids, comma", "the first voters, the same on every node"),
  JOIN("join", "false", "", "true|false", "may be no member: waits until it is added"),
  HOST("host", "127.0.0.1", "", "host", "what to listen on; loopback unless you know better"),
  PORT("port", "0", "", "0..65535", "RMI port; 0 takes a free one"),
  SEEDS("seeds", "", "", "id@host:port, comma", "RMI addresses to start with"),
  DISCOVERY_PORT("discovery.port", "0", "", "0..65535", "JGroups port; 0 uses the seeds only"),
  DISCOVERY_SEEDS("discovery.seeds", "", "", "host:port, comma", "JGroups addresses of all nodes"),
  SECRET_FILE("secret.file", "secret", "", "path", "the cluster's secret, readable by you only"),
  DATA_DIR("data.dir", "data", "", "path", "all that the node keeps; one node, one directory"),
  PACE("pace", "lab", "fast", "lab|fast", "sets the defaults of the times below"),
  ELECTION_MIN("election.timeout.min", "1500ms", "200ms", "duration", "least time to an election"),
  ELECTION_MAX("election.timeout.max", "3s", "400ms", "duration", "bound of the random time"),
  HEARTBEAT("heartbeat.interval", "300ms", "40ms", "duration", "at most a fifth of the least time"),
  LEASE("lease.length", "60s", "", "duration", "how long a primary may order mutations"),
  REPORT("report.interval", "1s", "300ms", "duration", "how often chunkservers report"),
  CHUNKSERVER_TIMEOUT(
      "chunkserver.timeout",
      "3s",
      "1500ms",
      "duration",
      "silence after which one gets no new chunks"),
  SESSION_TIMEOUT(
      "session.timeout", "60s", "60s", "duration", "silence after which a client's session ends"),
  PRE_VOTE("pre.vote", "true", "", "true|false", "asks whether it could win before an election"),
  CHECK_QUORUM(
      "check.quorum", "true", "", "true|false", "a leader that hears no majority steps down"),
  MAJORITY_FIRST(
      "majority.first",
      "false",
      "true",
      "true|false",
      "new entries go to the others a little later"),
  IDLE_POLLING(
      "idle.polling",
      "false",
      "true",
      "true|false",
      "looks for messages for a moment before it sleeps, so that clients wait less"),
  LEASE_READS(
      "lease.reads",
      "false",
      "",
      "true|false",
      "reads without a round of messages: wrong answers if a clock is worse than clock.drift"),
  CLOCK_DRIFT(
      "clock.drift",
      "10",
      "",
      "percent",
      "how wrong any clock's rate may be; only for lease.reads"),
  APPEND_ENTRIES(
      "append.entries", "256", "", "count", "entries in one message; 1 sends each by itself"),
  APPENDS_IN_FLIGHT(
      "append.in.flight", "2", "", "count", "messages with entries under way to a follower"),
  SNAPSHOT_EVERY(
      "snapshot.every",
      "10000",
      "",
      "entries",
      "applied entries between snapshots, up to a quarter more by the node's rank"),
  SNAPSHOT_KEPT(
      "snapshot.kept", "1000", "", "entries", "log kept before a snapshot for slow followers"),
  SNAPSHOT_PIECE("snapshot.piece", "256KiB", "", "bytes", "how much of it goes into a message"),
  LOG_SEGMENT("log.segment", "16MiB", "", "bytes", "length of a file of the log; old ones go"),
  CHUNK_SIZE("chunk.size", "8MiB", "32MiB", "bytes", "the same on every node, for ever"),
  CHUNK_SPARE(
      "chunk.spare",
      "0",
      "1024MiB",
      "bytes",
      "files of deleted chunks, kept for new ones a little while; 0 for none"),
  REPLICATION("replication", "3", "", "count", "replicas of a new chunk"),
  NAMESPACE_ENTRIES(
      "namespace.entries", "50000", "", "count", "files and directories; the heap must hold them"),
  RACKS("racks", "", "", "id=label, comma", "racks of chunkservers, the same on every node"),
  DELETION_DELAY(
      "deletion.delay", "60s", "", "duration", "how long a deleted file can be brought back"),
  REPAIR_DELAY(
      "repair.delay",
      "10s",
      "1500ms",
      "duration",
      "silence after which lost replicas are made anew"),
  REPAIR_COPIES("repair.copies", "4", "16", "count", "replicas copied at once to repair"),
  REPAIR_COPIES_PER_SERVER(
      "repair.copies.per.server",
      "2",
      "4",
      "count",
      "copies at once from a chunkserver, and as many to it"),
  REPAIR_RATE("repair.bytes.per.second", "64MiB", "1024MiB", "bytes", "how fast repair copies"),
  SAFE_THRESHOLD(
      "safe.mode.threshold", "99", "", "percent", "chunks reported before a new leader repairs"),
  BALANCE_THRESHOLD(
      "balance.threshold", "20", "", "percent", "how far from the average a node may be filled"),
  BALANCE_RATE(
      "balance.bytes.per.second", "8MiB", "", "bytes", "how fast balancing copies; 0 for never"),
  SCAN_RATE(
      "scan.bytes.per.second",
      "8MiB",
      "",
      "bytes",
      "how fast idle chunks are verified; 0 for never"),
  TRACE_RING("trace.ring", "20000", "1000", "events", "what a slow monitor may be behind"),
  TRACE_FILE(
      "trace.file", "", "", "path", "NDJSON of all events, {id} is the node; empty for none"),
  TRACE_INPUTS(
      "trace.inputs",
      "false",
      "",
      "true|false",
      "the file also gets every input of the cores, for quorama replay"),
  LAB("lab", "false", "", "true|false", "allows faults and steps from outside"),
  LAB_FROZEN(
      "lab.frozen",
      "false",
      "",
      "true|false",
      "time stands at zero until a lab lets it pass; only with lab");

  private final String key;
  private final String labDefault;
  private final String fastDefault;
  private final String unit;
  private final String meaning;

  ConfigKey(String key, String labDefault, String fastDefault, String unit, String meaning) {
    this.key = key;
    this.labDefault = labDefault;
    this.fastDefault = fastDefault;
    this.unit = unit;
    this.meaning = meaning;
  }

  String key() {
    return key;
  }

  String unit() {
    return unit;
  }

  String meaning() {
    return meaning;
  }

  /** Returns the value of a key that is not set, which may depend on the pace. */
  String defaultAt(boolean fast) {
    return fast && isPaced() ? fastDefault : labDefault;
  }

  private boolean isPaced() {
    return !fastDefault.isEmpty() && this != PACE;
  }

  /** Returns the default for people: both if the pace decides. */
  String defaultText() {
    boolean two = isPaced() && !fastDefault.equals(labDefault);
    String one = labDefault.isEmpty() ? "none" : labDefault;
    return two ? labDefault + " (fast: " + fastDefault + ")" : one;
  }
}
