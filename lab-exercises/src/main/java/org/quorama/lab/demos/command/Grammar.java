package org.quorama.lab.demos.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.command.Condition.Verdict;
import org.quorama.lab.demos.stage.Sight;
import org.quorama.lab.demos.stage.Stage;

/** Reads lines of scripts, and tells what lines there are. Stateless. */
public final class Grammar {
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final List<Form<Condition>> CONDITIONS = Conditions.all();
  private static final List<Form<Command>> COMMANDS = commands();

  private Grammar() {}

  /**
   * One row of the table of all lines. Immutable.
   *
   * @param pattern how it is written
   * @param help what it does or means, in a sentence
   */
  public record Row(String pattern, String help) {}

  /**
   * A line that was read. Immutable.
   *
   * @param command what it does
   * @param nodes the nodes that it speaks of, by id or by name
   * @param defines the name that it gives to a node, null if it gives none
   * @param nodeCount how many nodes it starts, 0 if it starts none
   */
  public record Line(Command command, List<String> nodes, @Nullable String defines, int nodeCount) {
    /** Copies the list. */
    public Line {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Reads a line.
   *
   * @param text the line, which may end in a comment
   * @return what it says, null if it is empty or a comment
   * @throws LineException if it says nothing that is possible
   */
  public static @Nullable Line read(String text) {
    List<String> words = Reader.words(text);
    if (words.isEmpty()) {
      return null;
    }
    String verb = words.get(0);
    int until = words.indexOf("until");
    boolean judges = until >= 0 && !words.subList(until + 1, words.size()).equals(List.of("quiet"));
    return switch (verb) {
      case "expect", "wait" -> judging(verb, List.of(), words.subList(1, words.size()));
      case "run", "deliver" -> judges ? untilLine(words, until) : plain(words);
      case "say" -> new Line(stage -> {}, List.of(), null, 0);
      default -> plain(words);
    };
  }

  /** Reads what is done until something is so, perhaps among some nodes only. */
  private static Line untilLine(List<String> words, int until) {
    List<String> before = words.subList(1, until);
    boolean among =
        words.get(0).equals("deliver") && before.size() > 1 && before.get(0).equals("among");
    if (!before.isEmpty() && !among) {
      return plain(words);
    }
    List<String> nodes = among ? before.subList(1, before.size()) : List.of();
    return judging(words.get(0) + " until", nodes, words.subList(until + 1, words.size()));
  }

  private static Line plain(List<String> words) {
    Reader.Read<Command> read = Reader.read(COMMANDS, words);
    Arguments args = read.arguments();
    boolean starts = read.form().pattern().startsWith("start");
    String defines = args.has(Slot.NAME) ? args.text(Slot.NAME) : null;
    return new Line(read.make(), nodes(args), defines, starts ? args.number() : 0);
  }

  private static Line judging(String verb, List<String> among, List<String> words) {
    Reader.Read<Condition> read = Reader.read(CONDITIONS, words);
    Condition condition = read.make();
    String said = String.join(" ", words);
    Command command =
        switch (verb) {
          case "expect" -> stage -> expect(stage, condition, said);
          case "wait" -> stage -> await(stage, condition, said);
          case "deliver until" -> stage -> deliver(stage, among, condition, said);
          default ->
              stage -> {
                stage.time().run(1);
                await(stage, condition, said);
                stage.time().freeze();
              };
        };
    List<String> nodes = new ArrayList<>(nodes(read.arguments()));
    nodes.addAll(among);
    return new Line(command, nodes, null, 0);
  }

  private static void expect(Stage stage, Condition condition, String said) {
    Verdict verdict = condition.judge(stage, stage.look());
    if (!verdict.holds()) {
      throw new ExpectationException(said, verdict.seen());
    }
  }

  private static void await(Stage stage, Condition condition, String said) {
    stage.time().await(sight -> unless(condition, stage, sight), WAIT, said);
  }

  private static void deliver(Stage stage, List<String> among, Condition condition, String said) {
    stage
        .mail()
        .deliverUntil(stage.nodes(among), sight -> unless(condition, stage, sight), WAIT, said);
  }

  private static @Nullable String unless(Condition condition, Stage stage, Sight sight) {
    Verdict verdict = condition.judge(stage, sight);
    return verdict.holds() ? null : verdict.seen();
  }

  private static List<String> nodes(Arguments args) {
    List<String> nodes = new ArrayList<>(args.all(Slot.NODE));
    nodes.addAll(args.all(Slot.NODES));
    for (String link : args.all(Slot.LINK)) {
      nodes.addAll(List.of(link.split("→|->", -1)));
    }
    nodes.removeIf(node -> node.equals("*"));
    return nodes;
  }

  private static List<Form<Command>> commands() {
    List<Form<Command>> forms = new ArrayList<>();
    forms.addAll(TimeCommands.all());
    forms.addAll(MessageCommands.all());
    forms.addAll(FaultCommands.all());
    forms.addAll(ClientCommands.all());
    forms.addAll(ChunkConditions.names());
    forms.add(judgingForm("run until", "Lets time pass until something is so, and freezes it."));
    forms.add(
        judgingForm("deliver until", "Delivers all messages, and what follows, until it is so."));
    forms.add(
        judgingForm(
            "deliver among <nodes> until", "The same for messages between these nodes only."));
    forms.add(judgingForm("wait", "Waits until something is so, for a minute at most."));
    forms.add(judgingForm("expect", "Fails unless something is so now."));
    forms.add(
        new Form<>("say SENTENCE", "Shows a sentence with what happens.", args -> stage -> {}));
    return forms;
  }

  /** Such a line is read by the forms of conditions; this one is for help and for guesses. */
  private static Form<Command> judgingForm(String verb, String help) {
    return new Form<>(verb + " CONDITION", help, args -> stage -> {});
  }

  /** Returns all commands, in the order of their first word. */
  public static List<Row> commandRows() {
    return COMMANDS.stream()
        .map(form -> new Row(form.pattern(), form.help()))
        .sorted(Comparator.comparing(row -> row.pattern().split(" ", 2)[0]))
        .toList();
  }

  /** Returns all conditions. */
  public static List<Row> conditionRows() {
    return CONDITIONS.stream().map(form -> new Row(form.pattern(), form.help())).toList();
  }

  /** Returns what the slots of patterns take. */
  public static List<Row> slotRows() {
    TreeSet<String> used = new TreeSet<>();
    List<Row> all = new ArrayList<>();
    for (Slot slot : Slot.values()) {
      if (used.add(slot.word())) {
        all.add(new Row("<" + slot.word() + ">", slot.meaning()));
      }
    }
    return all;
  }
}
