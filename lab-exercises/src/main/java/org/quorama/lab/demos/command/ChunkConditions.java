package org.quorama.lab.demos.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.quorama.chunk.ChunkId;
import org.quorama.cluster.NodeId;
import org.quorama.lab.demos.command.Condition.Verdict;
import org.quorama.lab.demos.stage.Sight;
import org.quorama.lab.demos.stage.Stage;
import org.quorama.lab.demos.stage.StageException;
import org.quorama.metadata.operation.FilePath;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.monitor.model.ReplicaModel.State;

/** Conditions on chunks, and the names that scripts give to who holds them. */
final class ChunkConditions {
  private ChunkConditions() {}

  static List<Form<Condition>> all() {
    return Stream.of(places(), replicas()).flatMap(List::stream).toList();
  }

  private static List<Form<Condition>> places() {
    return List.of(
        new Form<>(
            "chunk <number> of <path> on <nodes>",
            "The current replicas of the file's chunk, counted from 1, are on these nodes.",
            args ->
                ofChunk(
                    args,
                    args::number,
                    (stage, chunk) -> {
                      List<NodeId> holders = holders(chunk);
                      boolean same = Conditions.same(holders, stage.nodes(args.all(Slot.NODES)));
                      return new Verdict(same, "current replicas are on " + holders);
                    })),
        new Form<>(
            "<path> has <number> replicas",
            "So many nodes hold a current replica of the file's first chunk.",
            args ->
                ofFirst(
                    args,
                    (stage, chunk) -> {
                      List<NodeId> holders = holders(chunk);
                      return new Verdict(
                          holders.size() == args.number(), "current replicas are on " + holders);
                    })),
        new Form<>(
            "version of <path> is <number>",
            "The current version of the file's first chunk is this.",
            args ->
                ofFirst(
                    args,
                    (stage, chunk) ->
                        new Verdict(chunk.version() == args.number(), "it is " + chunk.version()))),
        new Form<>(
            "primary of <path> is <nodes>",
            "One of these nodes was given the lease of the file's first chunk last.",
            args ->
                ofFirst(
                    args,
                    (stage, chunk) -> {
                      NodeId primary = chunk.primary();
                      boolean holds =
                          primary != null && stage.nodes(args.all(Slot.NODES)).contains(primary);
                      return new Verdict(holds, "it is " + primary);
                    })));
  }

  private static List<Form<Condition>> replicas() {
    return List.of(
        new Form<>(
            "replica of <path> on <node> is <replica>",
            "The node's replica of the file's first chunk is so, in the trace.",
            args -> ofFirst(args, (stage, chunk) -> state(stage, chunk, args))),
        new Form<>(
            "replica of chunk <number> on <node> is <replica>",
            "The node's replica of the chunk with this number is so; no file need have it yet.",
            args ->
                (stage, sight) ->
                    judged(
                        Optional.ofNullable(
                            sight.model().chunks().get(new ChunkId(args.number()).toString())),
                        chunk -> state(stage, chunk, args))),
        new Form<>(
            "replica of <path> on <node> holds <text> <number> times",
            "The bytes of the node's replica hold the text so often.",
            args ->
                ofFirst(
                    args,
                    (stage, chunk) -> {
                      String bytes = text(stage, args.node(stage), chunk);
                      int count = count(bytes, args.quoted());
                      return new Verdict(count == args.number(), "it holds it " + count + " times");
                    })));
  }

  private static Verdict state(Stage stage, ChunkModel chunk, Arguments args) {
    NodeId node = args.node(stage);
    String word = word(chunk, node);
    return new Verdict(
        word.equals(args.text(Slot.REPLICA)),
        "it is %s, of version %d of %d"
            .formatted(word, chunk.replicaOf(node).version(), chunk.version()));
  }

  /** Returns the form that gives names to nodes that nobody can know before. */
  static List<Form<Command>> names() {
    return List.of(
        name("leader", "Names the node that leads.", (stage, args) -> leader(stage)),
        new Form<>(
            "let <name> be follower <number>",
            "Names a node that lives and does not lead, counted from 1 in the order of the ids.",
            args -> stage -> stage.name(args.text(Slot.NAME), follower(stage, args.number()))),
        name(
            "primary of <path>",
            "Names the node that holds the lease of the file's first chunk.",
            (stage, args) -> primary(first(args, stage.look()))),
        new Form<>(
            "let <name> be secondary <number> of <path>",
            "Names another holder of a current replica, counted from 1 in the order of the ids.",
            args ->
                stage -> {
                  ChunkModel chunk = first(args, stage.look());
                  List<NodeId> all =
                      holders(chunk).stream().filter(n -> !n.equals(chunk.primary())).toList();
                  stage.name(args.text(Slot.NAME), pick(all, args.number()));
                }),
        new Form<>(
            "let <name> be stranger <number> of <path>",
            "Names a node without a replica, counted from 1 in the order of the ids.",
            args ->
                stage -> {
                  ChunkModel chunk = first(args, stage.look());
                  List<NodeId> all = stage.allBut(chunk.held().keySet());
                  stage.name(args.text(Slot.NAME), pick(all, args.number()));
                }));
  }

  private static Form<Command> name(
      String who, String help, BiFunction<Stage, Arguments, NodeId> finder) {
    return new Form<>(
        "let <name> be " + who,
        help,
        args -> stage -> stage.name(args.text(Slot.NAME), finder.apply(stage, args)));
  }

  private static NodeId leader(Stage stage) {
    return stage.look().model().leader().orElseThrow(() -> new StageException("No leader")).id();
  }

  private static NodeId follower(Stage stage, int place) {
    Sight sight = stage.look();
    NodeId leader = leader(stage);
    return pick(
        sight.views().keySet().stream().filter(node -> !node.equals(leader)).toList(), place);
  }

  private static NodeId primary(ChunkModel chunk) {
    NodeId primary = chunk.primary();
    if (primary == null) {
      throw new StageException("Nobody holds the lease of " + chunk.name());
    }
    return primary;
  }

  private static NodeId pick(List<NodeId> nodes, int place) {
    if (place < 1 || place > nodes.size()) {
      throw new StageException("There is no number %d of %s".formatted(place, nodes));
    }
    return nodes.get(place - 1);
  }

  private static Condition ofFirst(Arguments args, BiFunction<Stage, ChunkModel, Verdict> judge) {
    return ofChunk(args, () -> 1, judge);
  }

  private static Condition ofChunk(
      Arguments args, IntSupplier place, BiFunction<Stage, ChunkModel, Verdict> judge) {
    return (stage, sight) ->
        judged(find(args.path(), place.getAsInt() - 1, sight), chunk -> judge.apply(stage, chunk));
  }

  private static Verdict judged(Optional<ChunkModel> found, Function<ChunkModel, Verdict> judge) {
    return found.map(judge).orElseGet(() -> new Verdict(false, "the trace names no such chunk"));
  }

  private static Optional<ChunkModel> find(FilePath path, int index, Sight sight) {
    return sight.model().chunks().values().stream()
        .filter(chunk -> chunk.path().equals(path.toString()) && chunk.index() == index)
        .findFirst();
  }

  private static ChunkModel first(Arguments args, Sight sight) {
    return find(args.path(), 0, sight)
        .orElseThrow(() -> new StageException("The trace names no chunk of " + args.path()));
  }

  private static List<NodeId> holders(ChunkModel chunk) {
    return chunk.held().keySet().stream()
        .filter(node -> chunk.stateOf(node) == State.CURRENT)
        .toList();
  }

  private static String word(ChunkModel chunk, NodeId node) {
    State state = chunk.stateOf(node);
    return state == State.CURRENT || state == State.STALE || state == State.CORRUPT
        ? state.name().toLowerCase(Locale.ROOT)
        : "missing";
  }

  private static String text(Stage stage, NodeId node, ChunkModel chunk) {
    return new String(stage.clients().replica(node, chunk).toArray(), StandardCharsets.ISO_8859_1);
  }

  private static int count(String text, String wanted) {
    int count = 0;
    for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
      count++;
    }
    return count;
  }
}
