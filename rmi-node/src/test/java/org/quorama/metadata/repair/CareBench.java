package org.quorama.metadata.repair;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage.ChunkReport;
import org.quorama.chunk.ChunkMessage.Orders;
import org.quorama.chunk.ChunkMessage.ReplicaInfo;
import org.quorama.chunk.ChunkVersion;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterConfig;
import org.quorama.metadata.MasterCore;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterFact;
import org.quorama.metadata.MasterInput;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationRequest;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.ProposalOutcome;
import org.quorama.raft.ReadOutcome;
import org.quorama.raft.RoleName;
import org.quorama.raft.log.LogEntry;
import org.quorama.raft.log.LogPosition;

/** A master with a log that commits at once, and chunkservers that do what they are told. */
final class CareBench {
  static final Duration LEASE = Duration.ofSeconds(20);
  static final Duration TIMEOUT = Duration.ofSeconds(3);
  static final Duration DELAY = Duration.ofSeconds(5);
  static final int LENGTH = 1024;

  final TreeMap<NodeId, Server> servers = new TreeMap<>();
  final List<MasterFact> facts = new ArrayList<>();
  final List<MasterEffect.SendCopy> copies = new ArrayList<>();
  final TreeMap<NodeId, List<ChunkId>> garbage = new TreeMap<>();

  /** Copies that were ordered and not answered; empty unless {@link #holdCopies}. */
  final ArrayDeque<MasterEffect.SendCopy> heldCopies = new ArrayDeque<>();

  /** Whether copies are answered only when the test says so. */
  boolean holdCopies;

  /** Whether servers delete what they are told to delete. */
  boolean deletes = true;

  private final List<Bytes> log = new ArrayList<>();
  private final MasterConfig config;
  private MasterCore core;
  private MonotonicTime now = MonotonicTime.ZERO.plus(Duration.ofSeconds(1));
  private long term;
  private long calls = 100_000;
  private final List<OperationReply> replies = new ArrayList<>();

  /** One chunkserver: what its disk holds. */
  static final class Server {
    final TreeMap<ChunkId, Long> disk = new TreeMap<>();
    final TreeSet<ChunkId> corrupt = new TreeSet<>();
    boolean up = true;
    boolean full = true;
    long number;
    long capacityBytes;
    TreeMap<ChunkId, Long> told = new TreeMap<>();

    ChunkReport report(long term) {
      TreeMap<ChunkId, Long> good = new TreeMap<>(disk);
      corrupt.forEach(good::remove);
      List<ReplicaInfo> held = new ArrayList<>();
      good.forEach(
          (chunk, version) -> {
            if (full || !version.equals(told.get(chunk))) {
              held.add(new ReplicaInfo(chunk, new ChunkVersion(version), LENGTH));
            }
          });
      List<ChunkId> gone =
          full ? List.of() : told.keySet().stream().filter(c -> !disk.containsKey(c)).toList();
      told = new TreeMap<>(good);
      corrupt.forEach(chunk -> told.put(chunk, 0L));
      ChunkReport report =
          new ChunkReport(
              term,
              full,
              ++number,
              held,
              gone,
              List.copyOf(corrupt),
              List.of(),
              capacityBytes,
              (long) disk.size() * LENGTH);
      full = false;
      return report;
    }

    void restart() {
      up = true;
      full = true;
      number += 1000;
    }
  }

  CareBench(int nodes, RepairConfig repair) {
    this(nodes, repair, Duration.ofSeconds(1));
  }

  CareBench(int nodes, RepairConfig repair, Duration deletionDelay) {
    NodeId self = NodeId.of("n1");
    config =
        new MasterConfig(self, LENGTH, 3, LEASE, TIMEOUT, 100)
            .withRepair(repair)
            .withDeletionDelay(deletionDelay);
    core = new MasterCore(config);
    for (int i = 1; i <= nodes; i++) {
      servers.put(NodeId.of("n" + i), new Server());
    }
  }

  static RepairConfig repair() {
    return new RepairConfig(java.util.Map.of(), 4, 4, 1 << 30, DELAY, 99, 20, 0);
  }

  Server server(NodeId node) {
    return java.util.Objects.requireNonNull(servers.get(node));
  }

  /** Makes a new leader; the log of the one before is all it knows. */
  void elect() {
    core = new MasterCore(config);
    lead();
  }

  /** Applies the log as a leader that has not committed anything of its own. */
  void electWithoutNoOp() {
    core = new MasterCore(config);
    term++;
    step(new MasterInput.RoleChanged(RoleName.LEADER, term));
    replay();
  }

  void lead() {
    electWithoutNoOp();
    commitNoOp();
  }

  void commitNoOp() {
    log.add(Bytes.EMPTY);
    step(
        new MasterInput.EntriesCommitted(
            List.of(LogEntry.noOp(new LogPosition(term, log.size())))));
  }

  /** Commits what an earlier leader left in the log. */
  void commit(MetadataCommand command) {
    log.add(MetadataCommand.encode(command));
    LogPosition position = new LogPosition(term, log.size());
    LogEntry entry = LogEntry.command(position, log.get(log.size() - 1));
    step(new MasterInput.EntriesCommitted(List.of(entry)));
  }

  private void replay() {
    for (int i = 0; i < log.size(); i++) {
      LogPosition position = new LogPosition(Math.max(1, term - 1), i + 1L);
      boolean isOwn = log.get(i).length() == 0;
      LogEntry entry = isOwn ? LogEntry.noOp(position) : LogEntry.command(position, log.get(i));
      step(new MasterInput.EntriesCommitted(List.of(entry)));
    }
  }

  /** Takes an input and does all that follows from it. */
  void step(MasterInput input) {
    ArrayDeque<MasterInput> inputs = new ArrayDeque<>(List.of(input));
    while (!inputs.isEmpty()) {
      for (MasterEffect effect : core.step(now, inputs.remove())) {
        execute(effect, inputs);
      }
    }
  }

  private void execute(MasterEffect effect, ArrayDeque<MasterInput> inputs) {
    if (effect instanceof MasterEffect.Propose propose) {
      log.add(propose.command());
      LogPosition position = new LogPosition(term, log.size());
      LogEntry entry = LogEntry.command(position, propose.command());
      inputs.add(new MasterInput.EntriesCommitted(List.of(entry)));
      inputs.add(
          new MasterInput.ProposalEnded(
              propose.proposal(), new ProposalOutcome.Committed(position)));
    } else if (effect instanceof MasterEffect.ConfirmRead read) {
      inputs.add(new MasterInput.ReadEnded(read.read(), new ReadOutcome.Ready(log.size())));
    } else if (effect instanceof MasterEffect.SendGrant grant) {
      inputs.add(new MasterInput.GrantAnswered(grant.call(), grant.to(), accept(grant)));
    } else if (effect instanceof MasterEffect.SendRevoke revoke) {
      inputs.add(new MasterInput.RevokeAnswered(revoke.call(), revoke.to(), ErrorCode.NONE));
    } else if (effect instanceof MasterEffect.SendCopy copy) {
      copies.add(copy);
      if (holdCopies) {
        heldCopies.add(copy);
      } else {
        inputs.add(new MasterInput.CopyAnswered(copy.call(), copy.to(), perform(copy)));
      }
    } else if (effect instanceof MasterEffect.AnswerOperation answer) {
      replies.add(answer.reply());
    } else if (effect instanceof MasterEffect.Observed observed) {
      facts.add(observed.fact());
    }
  }

  private boolean accept(MasterEffect.SendGrant send) {
    Server server = server(send.to());
    ChunkId chunk = send.grant().chunk();
    boolean here = server.disk.containsKey(chunk) || send.grant().fresh();
    long version = send.grant().version().number();
    if (!server.up || !here || server.disk.getOrDefault(chunk, 0L) >= version) {
      return false;
    }
    server.disk.put(chunk, version);
    return true;
  }

  /** Copies as the chunkservers would. */
  ErrorCode perform(MasterEffect.SendCopy copy) {
    Server source = server(copy.order().source());
    Server target = server(copy.to());
    ChunkId chunk = copy.order().chunk();
    long version = copy.order().version().number();
    if (!source.up || !target.up) {
      return ErrorCode.NO_REPLICA;
    }
    if (source.corrupt.contains(chunk)) {
      return ErrorCode.CORRUPT;
    }
    if (source.disk.getOrDefault(chunk, 0L) != version) {
      return ErrorCode.STALE_VERSION;
    }
    target.disk.put(chunk, version);
    target.corrupt.remove(chunk);
    return ErrorCode.NONE;
  }

  /** Answers the oldest copy that is held back. */
  void answerCopy() {
    MasterEffect.SendCopy copy = heldCopies.remove();
    step(new MasterInput.CopyAnswered(copy.call(), copy.to(), perform(copy)));
  }

  void report(NodeId node) {
    Server server = server(node);
    if (server.up) {
      deliver(node, server.report(term));
    }
  }

  /** Delivers a report that may have been taken before. */
  Orders deliver(NodeId node, ChunkReport report) {
    CallId call = new CallId(++calls);
    Orders orders = Orders.NONE;
    ArrayDeque<MasterInput> inputs = new ArrayDeque<>();
    List<MasterEffect> effects = core.step(now, new MasterInput.ReportArrived(call, node, report));
    for (MasterEffect effect : effects) {
      if (effect instanceof MasterEffect.AnswerReport answer) {
        orders = answer.orders();
      } else {
        execute(effect, inputs);
      }
    }
    obey(node, orders);
    inputs.forEach(this::step);
    return orders;
  }

  private void obey(NodeId node, Orders orders) {
    Server server = server(node);
    server.full |= orders.fullWanted();
    if (!orders.garbage().isEmpty()) {
      garbage.computeIfAbsent(node, key -> new ArrayList<>()).addAll(orders.garbage());
    }
    if (deletes) {
      orders.garbage().forEach(server.disk::remove);
      orders.garbage().forEach(server.corrupt::remove);
    }
  }

  /** The term of the leader. */
  long term() {
    return term;
  }

  void reportAll() {
    servers.keySet().forEach(this::report);
  }

  /** Lets time pass; every living server reports every half second. */
  void pass(Duration time) {
    MonotonicTime end = now.plus(time);
    while (!end.isDue(now)) {
      now = now.plus(Duration.ofMillis(500));
      reportAll();
      wakeUp();
    }
  }

  /** Lets time pass without a word from anybody. */
  void passInSilence(Duration time) {
    now = now.plus(time);
    wakeUp();
  }

  private void wakeUp() {
    for (int i = 0; i < 100 && core.nextWakeup().isDue(now); i++) {
      step(new MasterInput.TimePassed());
    }
    if (core.nextWakeup().isDue(now)) {
      throw new AssertionError("Woken again and again, to do nothing");
    }
  }

  OperationReply ask(FileOperation operation) {
    send(operation);
    return replies.get(replies.size() - 1);
  }

  /** Asks for something that may be answered later. */
  void send(FileOperation operation) {
    replies.clear();
    step(MasterInput.OperationsRequested.of(new CallId(++calls), OperationRequest.once(operation)));
  }

  /** Returns the answers to what was asked last. */
  List<OperationReply> replies() {
    return List.copyOf(replies);
  }

  /** Makes a file of one chunk that can be written. */
  ChunkId write(String path) {
    ask(new FileOperation.CreateFile(FilePath.parse(path)));
    return open(path);
  }

  ChunkId open(String path) {
    OperationReply reply = ask(new FileOperation.OpenChunk(FilePath.parse(path), 0, List.of()));
    if (reply.value() instanceof OperationValue.WritableChunk chunk) {
      return chunk.location().chunk();
    }
    throw new AssertionError("Not writable: " + reply);
  }

  OperationValue.ChunkHealth health(String path) {
    OperationReply reply = ask(new FileOperation.CheckFiles(FilePath.parse(path), null, 10));
    if (reply.value() instanceof OperationValue.ChunkHealthList list) {
      return list.chunks().get(0);
    }
    throw new AssertionError("No health: " + reply);
  }

  OperationValue.SafeModeState safeMode(FileOperation.SafeMode.Action action) {
    OperationReply reply = ask(new FileOperation.SafeMode(action));
    if (reply.value() instanceof OperationValue.SafeModeState mode) {
      return mode;
    }
    throw new AssertionError("No safe mode: " + reply);
  }

  /** Returns who holds a chunk in its highest version and not corrupt. */
  List<NodeId> holders(ChunkId chunk) {
    long highest =
        servers.values().stream()
            .mapToLong(server -> server.disk.getOrDefault(chunk, 0L))
            .max()
            .orElse(0);
    return servers.keySet().stream()
        .filter(node -> server(node).disk.getOrDefault(chunk, 0L) == highest)
        .filter(node -> !server(node).corrupt.contains(chunk))
        .toList();
  }

  List<NodeId> livingHolders(ChunkId chunk) {
    return holders(chunk).stream().filter(node -> server(node).up).toList();
  }

  <T extends MasterFact> List<T> facts(Class<T> type) {
    return facts.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
