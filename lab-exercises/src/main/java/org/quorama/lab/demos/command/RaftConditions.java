package org.quorama.lab.demos.command;

import static org.quorama.lab.demos.command.Conditions.ofNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.command.Condition.Verdict;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.LogCell;
import org.quorama.monitor.model.NodeModel;

/** Conditions on what nodes believe of terms, votes and logs. */
final class RaftConditions {
  private RaftConditions() {}

  static List<Form<Condition>> all() {
    List<Form<Condition>> forms = new ArrayList<>();
    forms.addAll(roles());
    forms.addAll(logs());
    return forms;
  }

  private static List<Form<Condition>> roles() {
    return List.of(
        new Form<>(
            "leader",
            "Some node that lives leads.",
            args -> (stage, sight) -> new Verdict(leads(sight.model()), roles(sight.model()))),
        new Form<>(
            "no leader",
            "No node that lives leads.",
            args -> (stage, sight) -> new Verdict(!leads(sight.model()), roles(sight.model()))),
        new Form<>(
            "leader among <nodes>",
            "One of these nodes leads.",
            args ->
                (stage, sight) -> {
                  List<NodeId> some = stage.nodes(args.all(Slot.NODES));
                  boolean holds = some.stream().anyMatch(n -> sight.model().node(n).isLeader());
                  return new Verdict(holds, roles(sight.model()));
                }),
        ofNode(
            "<node> is <role> [in term <number>]",
            "The node believes to be this, in this term.",
            (args, node) ->
                node.roleWord().equals(args.text(Slot.ROLE))
                    && (!args.has(Slot.NUMBER) || node.raft().term() == args.number()),
            RaftConditions::role),
        ofNode(
            "<node> does not lead",
            "The node does not take itself for the leader, whatever else it is.",
            (args, node) -> !node.isLeader(),
            RaftConditions::role),
        ofNode(
            "<node> is in term <number>",
            "The node's currentTerm is this.",
            (args, node) -> node.raft().term() == args.number(),
            RaftConditions::role),
        new Form<>(
            "<node> voted for <node>",
            "The node's votedFor names that node, in the node's current term.",
            args ->
                (stage, sight) -> {
                  NodeModel node = sight.model().node(args.node(stage));
                  NodeId votedFor = node.raft().votedFor();
                  boolean holds = Objects.equals(votedFor, args.node(stage, 1));
                  return new Verdict(holds, node.id() + " voted for " + votedFor);
                }),
        ofNode(
            "<node> has no vote",
            "The node has voted for nobody in its current term.",
            (args, node) -> node.raft().votedFor() == null,
            node -> "voted for " + node.raft().votedFor()));
  }

  private static List<Form<Condition>> logs() {
    return List.of(
        ofNode(
            "<node> has <number> entries",
            "The last entry of the node's log has this index.",
            (args, node) -> node.raft().lastIndex() == args.number(),
            RaftConditions::log),
        ofNode(
            "<node> entry <number> is term <number>",
            "The node's log holds an entry of this term at this index.",
            (args, node) -> {
              LogCell cell = cell(node, args.number(0));
              return cell != null && cell.term() == args.number(1);
            },
            RaftConditions::log),
        ofNode(
            "<node> entry <number> is <text>",
            "The node's log holds this command at this index.",
            (args, node) -> {
              LogCell cell = cell(node, args.number());
              return cell != null && cell.command().equals(args.quoted());
            },
            RaftConditions::log),
        ofNode(
            "<node> commitIndex <number>",
            "The node knows entries up to this index to be committed, and no more.",
            (args, node) -> node.raft().commitIndex() == args.number(),
            RaftConditions::log),
        ofNode(
            "<node> applied <number>",
            "The node has applied entries up to this index, and no more.",
            (args, node) -> node.raft().lastApplied() == args.number(),
            RaftConditions::log),
        ofNode(
            "<node> knows no commit of <number>",
            "The node's commitIndex is below this index.",
            (args, node) -> node.raft().commitIndex() < args.number(),
            RaftConditions::log),
        ofNode(
            "<node> has a snapshot",
            "A snapshot stands for a beginning of the node's log.",
            (args, node) -> node.raft().snapshotIndex() > 0,
            RaftConditions::log),
        ofNode(
            "<node> has no snapshot",
            "The node's log goes back to its first entry.",
            (args, node) -> node.raft().snapshotIndex() == 0,
            RaftConditions::log),
        sameLogs());
  }

  private static Form<Condition> sameLogs() {
    return new Form<>(
        "same applied on <nodes>",
        "These nodes have applied entries up to the same index.",
        args ->
            (stage, sight) -> {
              List<NodeModel> nodes =
                  stage.nodes(args.all(Slot.NODES)).stream().map(sight.model()::node).toList();
              long different =
                  nodes.stream().mapToLong(node -> node.raft().lastApplied()).distinct().count();
              return new Verdict(
                  different == 1,
                  String.join(", ", nodes.stream().map(n -> n.id() + " " + log(n)).toList()));
            });
  }

  private static @Nullable LogCell cell(NodeModel node, int index) {
    return node.log().get((long) index);
  }

  private static boolean leads(ClusterModel model) {
    return model.leaders() > 0;
  }

  private static String roles(ClusterModel model) {
    return String.join(
        ", ", model.nodes().values().stream().map(node -> node.id() + " " + role(node)).toList());
  }

  private static String role(NodeModel node) {
    return "is %s in term %d".formatted(node.roleWord(), node.raft().term());
  }

  private static String log(NodeModel node) {
    List<String> terms = node.log().values().stream().map(cell -> "" + cell.term()).toList();
    return "has %d entries of terms %s, commitIndex %d, applied %d, snapshot up to %d"
        .formatted(
            node.raft().lastIndex(),
            terms,
            node.raft().commitIndex(),
            node.raft().lastApplied(),
            node.raft().snapshotIndex());
  }
}
