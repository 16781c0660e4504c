package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkMessage;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftConfig;
import org.quorama.raft.RaftMessage;
import org.quorama.simulation.fault.Fault;
import org.quorama.simulation.fault.FaultMix;
import org.quorama.simulation.fault.Swarm;
import org.quorama.trace.TraceEvent;

/** Five nodes for a scenario that brings its own faults, and one client in front of each node. */
final class Stage {
  /** What a scenario waits for comes within this. */
  static final Duration BOUND = Duration.ofSeconds(6);

  private static final int FIVE = 5;
  private static final int FINE_STEPS = 60_000;
  private static final Duration MOMENT = Duration.ofNanos(100_000);

  private final SimulatedCluster cluster;
  private final MasterCalls.Completed completed = new MasterCalls.Completed();
  private final List<MasterCalls> clients = new ArrayList<>();

  /**
   * What differs from nodes as users have them.
   *
   * @param voters how many nodes are members from the start
   * @param features what goes beyond the basic algorithm
   * @param stall how often a client that has no answer waits until its session is over
   */
  record Setting(int voters, Set<RaftConfig.Feature> features, double stall) {
    /** Five voters with all that is usual. */
    static final Setting USUAL = new Setting(FIVE, RaftConfig.STANDARD, 0);
  }

  Stage(Setting setting, Set<PlantedBug> bugs) {
    this(setting, bugs, null);
  }

  /** Makes one that tells somebody of all that happens. */
  Stage(Setting setting, Set<PlantedBug> bugs, @Nullable Consumer<TraceEvent> sink) {
    SimulationPlan plan = SimulationPlan.safety(FIVE, BOUND);
    this.cluster = new SimulatedCluster(plan.with(bugs, plan.depth()), mix(setting), sink);
    for (int node = 0; node < FIVE; node++) {
      clients.add(new MasterCalls(cluster.world(), cluster.rules(), completed, FIVE + node));
    }
  }

  private static FaultMix mix(Setting setting) {
    FaultMix calm = Swarm.calm();
    FaultMix.Nodes nodes = calm.nodes();
    return new FaultMix(
        calm.network(),
        calm.disk(),
        new FaultMix.Nodes(
            0,
            setting.voters(),
            nodes.timing(),
            setting.features(),
            nodes.limits(),
            new RaftConfig.Snapshots(Integer.MAX_VALUE, 0, 1 << 16)),
        calm.nemesis(),
        new FaultMix.Load(
            FIVE, calm.load().meanGap(), 0, false, setting.stall(), calm.load().works()));
  }

  SimulatedCluster cluster() {
    return cluster;
  }

  SimulatedNode node(int index) {
    return cluster.node(index);
  }

  /** Returns the endpoint of the client that asks a node first. */
  int endpoint(int node) {
    return FIVE + node;
  }

  /** Returns the client that asks a node first. */
  MasterCalls client(int node) {
    return clients.get(node);
  }

  void run(long millis) {
    cluster.run(Duration.ofMillis(millis));
  }

  /**
   * Runs until something holds.
   *
   * @throws IllegalStateException if it does not come about
   */
  void until(String what, BooleanSupplier holds) {
    until(what, holds, BOUND);
  }

  /** Runs until something holds, for as long as is said. */
  void until(String what, BooleanSupplier holds, Duration bound) {
    if (!cluster.runUntil(holds, bound)) {
      throw new IllegalStateException("This does not come about: " + what);
    }
  }

  /** Runs until a node leads and its first entry is committed. */
  int elected() {
    until("a leader", () -> cluster.leader() >= 0);
    run(300);
    return cluster.leader();
  }

  /** Runs until another node leads; its first entry has not arrived anywhere yet. */
  int replaced(int leader) {
    for (int i = 0; i < FINE_STEPS && stillLeads(leader); i++) {
      cluster.run(MOMENT);
    }
    if (stillLeads(leader)) {
      throw new IllegalStateException("No other node leads than " + leader);
    }
    return cluster.leader();
  }

  private boolean stillLeads(int leader) {
    return cluster.leader() < 0 || cluster.leader() == leader;
  }

  /** Cuts these nodes off from the others; both sides hear their own, and all clients. */
  void isolate(List<Integer> apart) {
    ArrayList<Fault.Link> links = new ArrayList<>();
    for (int one = 0; one < cluster.size(); one++) {
      for (int other = 0; other < cluster.size(); other++) {
        if (apart.contains(one) != apart.contains(other)) {
          links.add(new Fault.Link(one, other));
        }
      }
    }
    cluster.cut(links);
  }

  void heal() {
    cluster.world().network().healAll();
  }

  void everyNode(IntConsumer action) {
    for (int node = 0; node < cluster.size(); node++) {
      action.accept(node);
    }
  }

  static void deliver(SimulatedNode to, SimulatedNode from, RaftMessage message) {
    to.messageArrived(from, message, new NodeTracing.Stamp("", 0));
  }

  /** Lets a client do something, to the end. */
  MasterCalls.Result performed(MasterCalls client, FileOperation operation) {
    Answer answer = begun(client, operation);
    until("an answer to " + operation, answer::isThere, BOUND.multipliedBy(10));
    return answer.result();
  }

  /** Lets a client read bytes of a replica, to the end. */
  ChunkRunner.ReadAnswer read(ChunkCalls client, NodeId replica, ChunkMessage.Read read) {
    AtomicReference<ChunkRunner.ReadAnswer> answer = new AtomicReference<>();
    client.read(
        replica,
        read,
        answer::set,
        () -> answer.set(new ChunkRunner.ReadAnswer(ErrorCode.INDETERMINATE, Bytes.EMPTY)));
    until("an answer", () -> answer.get() != null);
    return answer.get();
  }

  /** Lets a client begin something. */
  static Answer begun(MasterCalls client, FileOperation operation) {
    Answer answer = new Answer();
    client.perform(operation, answer::take);
    return answer;
  }

  void makesDirectory(MasterCalls client, String name) {
    MasterCalls.Result result =
        performed(client, new FileOperation.MakeDirectory(FilePath.ROOT.resolve(name)));
    if (!result.isOk()) {
      throw new IllegalStateException("No directory " + name + " is made: " + result);
    }
  }

  /** The result of an operation, once it is there. */
  static final class Answer {
    private MasterCalls.@Nullable Result result;

    private void take(MasterCalls.Result arrived) {
      result = arrived;
    }

    boolean isThere() {
      return result != null;
    }

    MasterCalls.Result result() {
      if (result == null) {
        throw new IllegalStateException("There is no answer yet");
      }
      return result;
    }
  }
}
