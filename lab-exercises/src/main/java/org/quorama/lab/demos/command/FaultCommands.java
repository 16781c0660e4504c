package org.quorama.lab.demos.command;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.stage.MessageFilter;
import org.quorama.lab.demos.stage.Stage;
import org.quorama.lab.demos.stage.StageException;
import org.quorama.trace.FaultTrace.DiskCondition;

/** Commands that do something to nodes and links. */
final class FaultCommands {
  private FaultCommands() {}

  static List<Form<Command>> all() {
    return Stream.of(links(), nodes()).flatMap(List::stream).toList();
  }

  private static List<Form<Command>> links() {
    return List.of(
        new Form<>(
            "cut <node> <node>",
            "Has no message pass between two nodes, either way.",
            args ->
                stage ->
                    stage
                        .faults()
                        .partition(List.of(args.node(stage)), List.of(args.node(stage, 1)))),
        new Form<>(
            "cut <link>",
            "Has no message pass one way; the other way is as it was.",
            args -> stage -> each(stage, args, stage.faults()::cut)),
        new Form<>(
            "partition <nodes> from others",
            "Has no message pass between these nodes and all others.",
            args -> stage -> partition(stage, stage.nodes(args.all(Slot.NODES)))),
        new Form<>(
            "partition <nodes> from <nodes>",
            "Has no message pass between two groups.",
            args ->
                stage ->
                    stage
                        .faults()
                        .partition(
                            stage.nodes(args.groups().get(0)), stage.nodes(args.groups().get(1)))),
        new Form<>(
            "delay <link> <time>",
            "Has messages take so much longer one way, in protocol time.",
            args -> stage -> each(stage, args, (a, b) -> stage.faults().delay(a, b, args.time()))),
        new Form<>(
            "lose <link> <chance>",
            "Has some of the messages be lost one way, by chance.",
            args -> stage -> each(stage, args, (a, b) -> stage.faults().lose(a, b, args.chance()))),
        new Form<>(
            "double <link> <chance>",
            "Has some of the messages that arrive do so twice one way, by chance.",
            args ->
                stage -> each(stage, args, (a, b) -> stage.faults().twice(a, b, args.chance()))),
        new Form<>(
            "jitter <link> <time>",
            "Has messages take up to so much longer one way, by chance: they overtake each other.",
            args -> stage -> each(stage, args, (a, b) -> stage.faults().jitter(a, b, args.time()))),
        new Form<>("heal", "Mends all links.", args -> stage -> stage.faults().heal()));
  }

  private static List<Form<Command>> nodes() {
    return List.of(
        onNode(
            "kill",
            "Ends a node's process with SIGKILL; what waited there is lost.",
            (stage, node) -> stage.faults().kill(node)),
        onNode(
            "restart",
            "Starts a node that was killed, with what its disk holds.",
            (stage, node) -> stage.faults().restart(node)),
        onNode(
            "pause",
            "Has a node do nothing though its process runs.",
            (stage, node) -> stage.faults().pause(node, true)),
        onNode(
            "resume",
            "Lets a paused node go on.",
            (stage, node) -> stage.faults().pause(node, false)),
        new Form<>(
            "disk <node> slow <time>",
            "Has every write of a node's disk take so much longer, in real time.",
            args ->
                stage -> stage.faults().disk(args.node(stage), DiskCondition.SLOW, args.time())),
        disk("full", "Has no write find room on a node's disk.", DiskCondition.FULL),
        disk("fsync-error", "Has forcing to a node's disk fail.", DiskCondition.FSYNC_ERROR),
        disk("healthy", "Has a node's disk work again.", DiskCondition.HEALTHY),
        new Form<>(
            "jump <node> <time>",
            "Has a node's clock jump ahead by so much.",
            args -> stage -> stage.faults().jump(args.node(stage), args.time())),
        new Form<>(
            "clock <node> <factor>",
            "Has a node's clock go so much faster, or slower below 1x.",
            args -> stage -> stage.faults().clock(args.node(stage), args.factor())));
  }

  private static Form<Command> onNode(String verb, String help, BiConsumer<Stage, NodeId> action) {
    return new Form<>(
        verb + " <node>", help, args -> stage -> action.accept(stage, args.node(stage)));
  }

  private static Form<Command> disk(String word, String help, DiskCondition condition) {
    return new Form<>(
        "disk <node> " + word,
        help,
        args -> stage -> stage.faults().disk(args.node(stage), condition, Duration.ZERO));
  }

  private static void partition(Stage stage, List<NodeId> group) {
    stage.faults().partition(group, stage.allBut(group));
  }

  private static void each(Stage stage, Arguments args, BiConsumer<NodeId, NodeId> action) {
    MessageFilter link = args.filter(stage);
    NodeId from = link.from();
    NodeId to = link.to();
    if (from == null && to == null) {
      throw new StageException("A link needs a node: *→* is all of them");
    }
    if (from != null && to != null) {
      action.accept(from, to);
    } else if (from != null) {
      stage.allBut(List.of(from)).forEach(other -> action.accept(from, other));
    } else if (to != null) {
      stage.allBut(List.of(to)).forEach(other -> action.accept(other, to));
    }
  }
}
