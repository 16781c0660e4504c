package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** Masters one after the other on one log, and three chunkservers that do as they are told. */
final class FakeMasters {
  static final Duration LEASE = Duration.ofSeconds(20);
  static final Duration TIMEOUT = Duration.ofSeconds(3);
  static final int CHUNK_SIZE = 1024;

  /** Chunkservers by id; what each holds, with its version. */
  final TreeMap<NodeId, TreeMap<ChunkId, ChunkVersion>> servers = new TreeMap<>();

  final TreeSet<NodeId> unreachable = new TreeSet<>();

  /** How many bytes of any chunk a chunkserver says it holds, 0 unless it is here. */
  final TreeMap<NodeId, Long> lengths = new TreeMap<>();

  final List<LogEntry> log = new ArrayList<>();

  /** All effects so far, but for answers to reports. */
  final List<MasterEffect> effects = new ArrayList<>();

  /** What the master's host has not done yet. */
  final ArrayDeque<MasterEffect> todo = new ArrayDeque<>();

  final Map<CallId, OperationReply> replies = new LinkedHashMap<>();
  MasterCore core;
  MonotonicTime now = MonotonicTime.ZERO.plus(Duration.ofSeconds(1));
  long term;
  private final Duration deletionDelay;
  private final int maxEntries;
  private long calls = 1_000_000;

  FakeMasters(Duration deletionDelay) {
    this(deletionDelay, 1_000_000);
  }

  FakeMasters(Duration deletionDelay, int maxEntries) {
    this.deletionDelay = deletionDelay;
    this.maxEntries = maxEntries;
    for (String name : List.of("n1", "n2", "n3")) {
      servers.put(NodeId.of(name), new TreeMap<>());
    }
    this.core = newCore();
    lead();
  }

  private MasterCore newCore() {
    return new MasterCore(
        new MasterConfig(NodeId.of("n1"), CHUNK_SIZE, 3, LEASE, TIMEOUT, 1000)
            .withDeletionDelay(deletionDelay)
            .withMaxEntries(maxEntries));
  }

  /** A new master has applied the log, leads, and hears of the chunkservers. */
  void crash() {
    todo.clear();
    core = newCore();
    if (!log.isEmpty()) {
      core.step(now, new MasterInput.EntriesCommitted(log));
    }
    lead();
  }

  private void lead() {
    term++;
    take(new MasterInput.RoleChanged(RoleName.LEADER, term));
    append(LogEntry.noOp(new LogPosition(term, log.size() + 1L)));
    reports();
    run();
  }

  void reports() {
    for (NodeId node : servers.keySet()) {
      if (!unreachable.contains(node)) {
        report(node, List.of());
      }
    }
  }

  /** Has a chunkserver report; returns the call that is answered. */
  CallId report(NodeId node, List<ChunkId> leasesWanted) {
    List<ReplicaInfo> held = new ArrayList<>();
    heldBy(node).forEach((chunk, version) -> held.add(new ReplicaInfo(chunk, version, 10)));
    CallId call = new CallId(++calls);
    ChunkReport report =
        new ChunkReport(term, true, ++calls, held, List.of(), List.of(), leasesWanted, 1 << 20, 10);
    take(new MasterInput.ReportArrived(call, node, report));
    return call;
  }

  /** Lets time pass while those chunkservers that can be reached report every second. */
  void pass(Duration time) {
    MonotonicTime end = now.plus(time);
    while (now.compareTo(end) < 0) {
      now = now.plus(Duration.ofSeconds(1));
      reports();
      take(new MasterInput.TimePassed());
      run();
    }
  }

  /** Asks and does all that can be done at once. */
  @Nullable OperationReply perform(FileOperation operation) {
    CallId call = ask(operation);
    run();
    return replies.get(call);
  }

  OperationReply require(FileOperation operation) {
    OperationReply reply =
        Objects.requireNonNull(perform(operation), () -> "no answer to " + operation);
    assertThat(reply.code()).as("answer to %s", operation).isEqualTo(ErrorCode.NONE);
    return reply;
  }

  /** Asks for something whose value is of a kind. */
  <T extends OperationValue> T require(FileOperation operation, Class<T> kind) {
    return value(require(operation), kind);
  }

  static <T extends OperationValue> T value(OperationReply reply, Class<T> kind) {
    return kind.cast(Objects.requireNonNull(reply.value(), "a value"));
  }

  /** The answer to a call that was answered. */
  OperationReply replyTo(CallId call) {
    return Objects.requireNonNull(replies.get(call), "a reply");
  }

  /** The orders in answer to a report that was answered. */
  ChunkMessage.Orders ordersTo(CallId call) {
    return Objects.requireNonNull(orders.get(call), "orders");
  }

  /** What a chunkserver holds. */
  Map<ChunkId, ChunkVersion> heldBy(NodeId node) {
    return Objects.requireNonNull(servers.get(node), "a chunkserver of the three");
  }

  CallId ask(FileOperation operation) {
    return ask(operation, RequestId.NONE);
  }

  CallId ask(FileOperation operation, RequestId id) {
    CallId call = new CallId(++calls);
    OperationRequest request = new OperationRequest(id, operation);
    take(MasterInput.OperationsRequested.of(call, request));
    return call;
  }

  /** Makes a file whose chunks are written up to a length. */
  void write(String path, int chunks, long length) {
    FilePath file = FilePath.parse(path);
    require(new FileOperation.CreateFile(file));
    for (int i = 0; i < chunks; i++) {
      require(new FileOperation.OpenChunk(file, i, List.of()));
    }
    require(new FileOperation.ExtendFile(file, length));
  }

  OperationValue.ChunkLocation open(String path, int index) {
    FileOperation operation = new FileOperation.OpenChunk(FilePath.parse(path), index, List.of());
    return require(operation, OperationValue.WritableChunk.class).location();
  }

  OperationValue.Locations locate(String path) {
    FileOperation operation = new FileOperation.Locate(FilePath.parse(path));
    return require(operation, OperationValue.Locations.class);
  }

  List<ChunkId> chunksOf(String path) {
    return locate(path).chunks().stream().map(OperationValue.ChunkLocation::chunk).toList();
  }

  void take(MasterInput input) {
    for (MasterEffect effect : core.step(now, input)) {
      if (effect instanceof MasterEffect.AnswerOperation answer) {
        assertThat(replies.put(answer.call(), answer.reply())).as("one answer").isNull();
      } else {
        todo.add(effect);
      }
      effects.add(effect);
    }
  }

  void run() {
    while (!todo.isEmpty()) {
      doNext();
    }
  }

  /** Does effects until one of a kind is next; returns it, nothing if there is none. */
  <T extends MasterEffect> Optional<T> runUntil(Class<T> kind) {
    while (!todo.isEmpty() && !kind.isInstance(todo.peek())) {
      doNext();
    }
    return Optional.ofNullable(todo.peek()).map(kind::cast);
  }

  void doNext() {
    MasterEffect effect = todo.remove();
    if (effect instanceof MasterEffect.Propose propose) {
      commit(propose);
    } else if (effect instanceof MasterEffect.ConfirmRead read) {
      take(new MasterInput.ReadEnded(read.read(), new ReadOutcome.Ready(log.size())));
    } else if (effect instanceof MasterEffect.SendGrant send) {
      ChunkMessage.Grant grant = send.grant();
      boolean done = put(send.to(), grant.chunk(), grant.version());
      long length = lengths.getOrDefault(send.to(), 0L);
      take(new MasterInput.GrantAnswered(send.call(), send.to(), done, length));
    } else if (effect instanceof MasterEffect.SendClone send) {
      ChunkMessage.CloneChunk clone = send.order();
      boolean done = put(send.to(), clone.to(), clone.version());
      take(new MasterInput.CloneAnswered(send.call(), send.to(), code(done)));
    } else if (effect instanceof MasterEffect.SendRevoke send) {
      boolean done = !unreachable.contains(send.to());
      take(new MasterInput.RevokeAnswered(send.call(), send.to(), code(done)));
    } else if (effect instanceof MasterEffect.AnswerReport answer) {
      orders.put(answer.call(), answer.orders());
    }
  }

  /** Answers to reports, by call. */
  final Map<CallId, ChunkMessage.Orders> orders = new LinkedHashMap<>();

  private boolean put(NodeId node, ChunkId chunk, ChunkVersion version) {
    boolean done = !unreachable.contains(node);
    if (done) {
      heldBy(node).put(chunk, version);
    }
    return done;
  }

  private static ErrorCode code(boolean done) {
    return done ? ErrorCode.NONE : ErrorCode.INDETERMINATE;
  }

  void commit(MasterEffect.Propose propose) {
    LogEntry entry = append(propose.command());
    ProposalOutcome outcome = new ProposalOutcome.Committed(entry.position());
    take(new MasterInput.ProposalEnded(propose.proposal(), outcome));
  }

  LogEntry append(Bytes command) {
    LogEntry entry = LogEntry.command(new LogPosition(term, log.size() + 1L), command);
    append(entry);
    return entry;
  }

  private void append(LogEntry entry) {
    log.add(entry);
    take(new MasterInput.EntriesCommitted(List.of(entry)));
  }

  List<MetadataCommand> commands() {
    return log.stream()
        .filter(entry -> entry.kind() == LogEntry.Kind.COMMAND)
        .map(entry -> MetadataCommand.decode(entry.command()))
        .toList();
  }
}
