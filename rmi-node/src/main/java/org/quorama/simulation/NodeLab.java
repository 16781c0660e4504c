package org.quorama.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.protocol.MonotonicTime;
import org.quorama.raft.RaftMessage;
import org.quorama.runtime.core.MessageSummaries;
import org.quorama.runtime.core.NodeInput;
import org.quorama.runtime.lab.LabDesk;
import org.quorama.runtime.lab.LabHost;
import org.quorama.runtime.lab.LabKit;
import org.quorama.runtime.lab.LinkSwitch;
import org.quorama.runtime.lab.MessageGate;
import org.quorama.runtime.lab.Surroundings;
import org.quorama.runtime.time.LiveClock;
import org.quorama.simulation.lab.LabCalls;
import org.quorama.simulation.lab.LabClock;
import org.quorama.simulation.lab.LabRequest;
import org.quorama.simulation.lab.LabTime;
import org.quorama.trace.FaultTrace.DiskCondition;
import org.quorama.trace.FaultTrace.Timer;
import org.quorama.trace.MessageTrace.Summary;
import org.quorama.trace.TraceDetail;

/**
 * One boot of a simulated node as a lab sees it: the desk and the gate of live nodes, on virtual
 * time. A question waits where it is asked, a reply where it arrives; what is let go arrives at
 * once, but for the time that disks and links of the simulation take.
 */
final class NodeLab implements LabHost {
  private final World world;
  private final SimulatedNode node;
  private final LiveClock clock;
  private final LinkSwitch links;
  private final LabDesk desk;
  private final LabCalls calls = new LabCalls();

  /** What clients asked of this node, answered requests included. */
  private final List<LabRequest> requests = new ArrayList<>();

  private NodeLab(World world, SimulatedNode node, LabTime time, NodeMaker maker, LiveClock clock) {
    this.world = world;
    this.node = node;
    this.clock = clock;
    this.links = time.links(node.id(), clock);
    this.desk = new LabDesk(new LabKit(clock, links, new OnlyDisk(maker.disk())), this);
  }

  /** Returns what a lab sees of a node that has just started, null if there is no lab. */
  static @Nullable NodeLab of(World world, SimulatedNode node, NodeMaker maker) {
    LabTime time = world.lab();
    if (time == null || !(maker.clock() instanceof LabClock clock)) {
      return null;
    }
    time.booted(node.id());
    NodeLab lab = new NodeLab(world, node, time, maker, clock.live());
    lab.desk.started();
    return lab;
  }

  /**
   * A question to another node about files.
   *
   * @param link to whom, and for how long
   * @param words what the trace says of it
   * @param request what is asked
   * @param answered what this node takes then
   * @param lost what it takes if there is none
   */
  record Question<R>(
      SimulatedNetwork.Link link,
      Words<R> words,
      BiConsumer<ChunkRunner, Consumer<R>> request,
      Function<R, NodeInput> answered,
      NodeInput lost) {}

  /**
   * What the trace says of a call.
   *
   * @param question what is asked
   * @param answer what is answered
   */
  record Words<R>(Summary question, Function<R, Summary> answer) {}

  /** What becomes of a message. */
  private record Way(Runnable onward, Runnable whenLost, boolean mayRepeat)
      implements MessageGate.Way {
    @Override
    public void goOn() {
      onward.run();
    }

    @Override
    public void lost() {
      whenLost.run();
    }
  }

  /** A simulated node has no discovery. */
  private static final class OnlyDisk implements Surroundings {
    private final SimulatedDisk disk;
    private DiskCondition condition = DiskCondition.HEALTHY;

    OnlyDisk(SimulatedDisk disk) {
      this.disk = disk;
      disk.become(condition, 0);
    }

    @Override
    public void ignore(Set<NodeId> senders) {
      // it finds the others without
    }

    @Override
    public void silence(boolean silent) {
      // it says nothing there
    }

    @Override
    public DiskCondition disk() {
      return condition;
    }

    @Override
    public void setDisk(DiskCondition wanted, Duration delay) {
      condition = wanted;
      disk.become(wanted, delay.toNanos());
    }
  }

  LabDesk desk() {
    return desk;
  }

  MonotonicTime nextWakeup() {
    return desk.nextWakeup().earliest(calls.nextDue());
  }

  void timePassed() {
    desk.timePassed();
    calls.timePassed(clock.now());
  }

  /** Tells whether something happens now by itself. */
  boolean isDue() {
    return !node.isPaused() && nextWakeup().isDue(clock.now());
  }

  boolean isFrozen() {
    return clock.pace().frozen();
  }

  /** Takes note of a client that waits; what becomes of its request is unknown after a crash. */
  void askedBy(LabRequest request) {
    requests.removeIf(earlier -> earlier.reply().isPresent());
    requests.add(request);
  }

  /** Lets the clients go, since the node is down. */
  void down() {
    requests.forEach(request -> request.answer(OperationReply.unknown()));
  }

  /** Has no call wait for a node that is down. */
  void ended(int other) {
    calls.ended(other);
  }

  /** Sends a message of Raft. */
  void send(SimulatedNode to, RaftMessage message, NodeTracing.Stamp stamp) {
    Runnable hear = () -> to.messageArrived(node, message, stamp);
    Summary summary = MessageSummaries.summary(message);
    if (message.isReply()) {
      Runnable arrival = () -> to.whenAble(() -> arrived(to, stamp, summary, hear));
      world.network().send(node.index(), to.index(), arrival);
    } else {
      Runnable unheard = node.inThisBoot(() -> node.tracing().unheard(stamp, to.id()));
      Runnable arrival = () -> (hears(to) ? hear : unheard).run();
      Runnable onward = () -> world.network().send(node.index(), to.index(), arrival);
      pass(stamp, node.id(), to.id(), summary, new Way(onward, () -> {}, true));
    }
  }

  /** A reply of Raft meets the gate of the node that had asked. */
  private void arrived(
      SimulatedNode asker, NodeTracing.Stamp stamp, Summary summary, Runnable hear) {
    NodeLab lab = asker.lab();
    if (lab != null) {
      lab.pass(stamp, node.id(), asker.id(), summary, new Way(hear, () -> {}, true));
    }
  }

  private void pass(
      NodeTracing.Stamp stamp, NodeId from, NodeId to, Summary summary, MessageGate.Way way) {
    if (desk.gate().isOpen()) {
      way.goOn();
    } else {
      desk.gate().take(new MessageGate.Message(stamp.messageId(), from, to, summary, way));
    }
  }

  private static boolean hears(SimulatedNode node) {
    return node.isUp() && !node.isPaused();
  }

  /** Tells whether what another node sends does not arrive here, or the other way round. */
  boolean isCutOff(NodeId other) {
    return links.rules().stream()
        .anyMatch(
            rule -> rule.passesNothing() && (rule.from().equals(other) || rule.to().equals(other)));
  }

  /** Asks another node something; exactly one input comes of it. */
  <R> void ask(Question<R> question) {
    SimulatedNode to = world.peers().get(question.link().to());
    NodeTracing.Stamp stamp = node.tracing().sent(to.id(), question.words().question());
    Way way = new Way(() -> call(question, stamp), () -> later(question.lost()), false);
    pass(stamp, node.id(), to.id(), question.words().question(), way);
  }

  private <R> void call(Question<R> question, NodeTracing.Stamp stamp) {
    SimulatedNetwork.Link link = question.link();
    SimulatedNode to = world.peers().get(link.to());
    MonotonicTime due = clock.now().plus(Duration.ofNanos(link.timeoutNanos()));
    LabCalls.Open call =
        calls.begun(
            link.to(),
            due,
            () -> {
              node.tracing().unheard(stamp, to.id());
              later(question.lost());
            });
    Consumer<Reply<R>> answered = node.inThisBoot(reply -> answered(question, call, reply));
    Runnable refused = node.inThisBoot(() -> calls.lost(call));
    world
        .network()
        .send(
            link.from(),
            link.to(),
            () -> {
              if (hears(to)) {
                to.tracing().received(stamp, node.id(), question.words().question());
                question
                    .request()
                    .accept(to.runner().chunks(), reply -> back(to, question, reply, answered));
              } else {
                refused.run();
              }
            });
  }

  private record Reply<R>(NodeTracing.Stamp stamp, R content) {}

  /** An answer leaves the node that was asked. */
  private <R> void back(
      SimulatedNode asked, Question<R> question, R content, Consumer<Reply<R>> answered) {
    NodeTracing.Stamp stamp =
        asked.tracing().sent(node.id(), question.words().answer().apply(content));
    R carried = world.network().carried(content);
    world
        .network()
        .send(asked.index(), node.index(), () -> answered.accept(new Reply<>(stamp, carried)));
  }

  private <R> void answered(Question<R> question, LabCalls.Open call, Reply<R> reply) {
    if (!calls.answered(call)) {
      return;
    }
    NodeId from = world.nodes().get(question.link().to());
    Summary summary = question.words().answer().apply(reply.content());
    Runnable hear =
        () -> {
          node.tracing().received(reply.stamp(), from, summary);
          node.take(question.answered().apply(reply.content()));
        };
    Way way = new Way(hear, () -> later(question.lost()), false);
    pass(reply.stamp(), from, node.id(), summary, way);
  }

  private void later(NodeInput input) {
    world.schedule().after(0, node.inThisBoot(() -> node.take(input)));
  }

  @Override
  public NodeId node() {
    return node.id();
  }

  @Override
  public long incarnation() {
    return node.incarnation();
  }

  @Override
  public long nextSeq() {
    return node.tracing().nextSeq();
  }

  @Override
  public void record(TraceDetail detail) {
    node.tracing().record(detail);
  }

  @Override
  public MonotonicTime deadline(Timer timer) {
    return node.nextWakeup(timer);
  }

  @Override
  public void letTimePass(Timer timer) {
    node.take(NodeInput.timePassed(timer));
  }

  /** Returns how many things are under way in the cluster: in virtual time all go on together. */
  @Override
  public int underWay() {
    return world.schedule().underWay();
  }

  @Override
  public void wake() {
    node.wakeAnew();
  }

  @Override
  public void pause(boolean paused) {
    if (paused) {
      node.pause();
    } else {
      node.resume();
    }
  }
}
