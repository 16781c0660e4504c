package org.quorama.lab.demos.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.command.Condition.Verdict;
import org.quorama.lab.demos.stage.Answer;
import org.quorama.lab.demos.stage.Sight;
import org.quorama.lab.demos.stage.Stage;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.NodeModel;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.lab.LabView;

/** All that can be expected or waited for. */
final class Conditions {
  private Conditions() {}

  /** Returns all of them. */
  static List<Form<Condition>> all() {
    List<Form<Condition>> forms = new ArrayList<>();
    forms.addAll(RaftConditions.all());
    forms.addAll(messages());
    forms.addAll(others());
    forms.addAll(ChunkConditions.all());
    return forms;
  }

  private static List<Form<Condition>> messages() {
    return List.of(
        new Form<>(
            "message <link> [<kind>] waits",
            "A message of the link, of the kind, waits to be delivered.",
            args ->
                (stage, sight) -> {
                  int count = sight.waiting(args.filter(stage)).size();
                  return new Verdict(count > 0, sight.waitingWords());
                }),
        new Form<>(
            "no message <link> [<kind>] waits",
            "None waits.",
            args ->
                (stage, sight) -> {
                  int count = sight.waiting(args.filter(stage)).size();
                  return new Verdict(count == 0, sight.waitingWords());
                }),
        new Form<>(
            "nobody waits",
            "No message waits at all.",
            args ->
                (stage, sight) -> {
                  String words = sight.waitingWords();
                  return new Verdict(words.equals("no message waits"), words);
                }),
        new Form<>(
            "<node> is due",
            "The node's Raft deadline has come, and waits to be fired.",
            args -> (stage, sight) -> due(args.node(stage), sight)));
  }

  private static Verdict due(NodeId node, Sight sight) {
    LabView view = sight.views().get(node);
    boolean due =
        view != null && view.deadlines().stream().anyMatch(deadline -> deadline.inNanos() <= 0);
    return new Verdict(due, String.valueOf(view == null ? "it is dead" : view.deadlines()));
  }

  private static List<Form<Condition>> others() {
    return List.of(
        new Form<>(
            "registry <node> lists <nodes>",
            "The node's own RMI registry names exactly these nodes.",
            args ->
                (stage, sight) ->
                    lists(stage, args.node(stage), stage.nodes(args.all(Slot.NODES)))),
        new Form<>(
            "<request> is under way",
            "The client that asked has no answer yet.",
            args ->
                (stage, sight) -> {
                  Answer answer = stage.clients().standing(args.request(), sight);
                  boolean holds = answer.state() == Answer.State.UNDER_WAY;
                  return new Verdict(holds, "it is " + answer);
                }),
        new Form<>(
            "<request> is <state>",
            "The client was told: it took effect, it certainly did not, or nobody knows.",
            args ->
                (stage, sight) -> {
                  Answer answer = stage.clients().standing(args.request(), sight);
                  boolean holds = answer.state().words().equals(args.text(Slot.STATE));
                  return new Verdict(holds, "it is " + answer);
                }),
        new Form<>(
            "<path> reads as put",
            "A client reads the file back, and every byte is as it was stored.",
            args ->
                (stage, sight) -> {
                  String difference = stage.clients().difference(args.path());
                  return new Verdict(
                      difference == null, difference == null ? "it is the same" : difference);
                }));
  }

  private static Verdict lists(Stage stage, NodeId node, List<NodeId> wanted) {
    try {
      List<NodeId> listed = stage.faults().registry(node);
      return new Verdict(same(listed, wanted), "it lists " + listed);
    } catch (NodeUnreachableException e) {
      return new Verdict(false, String.valueOf(e.getMessage()));
    }
  }

  static boolean same(Collection<NodeId> one, Collection<NodeId> other) {
    return new TreeSet<>(one).equals(new TreeSet<>(other));
  }

  /** Makes a form that speaks of what one node believes. */
  static Form<Condition> ofNode(
      String pattern, String help, Judge judge, Function<NodeModel, String> seen) {
    return new Form<>(
        pattern,
        help,
        args ->
            (stage, sight) -> {
              ClusterModel model = sight.model();
              NodeModel node = model.node(args.node(stage));
              return new Verdict(judge.holds(args, node), node.id() + " " + seen.apply(node));
            });
  }

  /** Judges what one node believes. */
  interface Judge {
    boolean holds(Arguments args, NodeModel node);
  }
}
