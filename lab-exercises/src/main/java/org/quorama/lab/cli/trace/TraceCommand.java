package org.quorama.lab.cli.trace;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.CliContext;
import org.quorama.lab.cli.CliException;
import org.quorama.lab.spacetime.Point;
import org.quorama.lab.spacetime.Selection;
import org.quorama.lab.spacetime.SpaceTime;
import org.quorama.trace.TraceEvent;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Draws recorded traces as a space-time diagram. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    description = {
      "Draws recorded traces in the terminal: a column a node, a row an event, causes first.",
      "Record with: quorama up --record DIRECTORY.",
      "",
      "A label is a role and a term: L3 leads term 3, F follows, C is a candidate. A message leaves"
          + " with a short arrow and arrives with a long one; both rows name it. x ends one that is"
          + " lost, ? one of which nobody heard, ! is a fault, ~ a gap in the trace.",
      ""
    })
final class TraceCommand implements Callable<Integer> {
  private static final int DEFAULT_COLUMNS = 100;

  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--node", split = ",", paramLabel = "ID", description = "Only these: n1,n2.")
  private @Nullable Set<NodeId> nodes;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description =
          "Only these kinds, by their name in the trace or the message's: BecameLeader,RequestVote;"
              + " or groups: chunks, elections, faults, heartbeats, master, messages, nodes, raft.")
  private @Nullable Set<String> kinds;

  @Option(
      names = "--from",
      converter = PointText.class,
      paramLabel = "POINT",
      description = "The first event: " + Point.FORMS + ".")
  private @Nullable Point from;

  @Option(
      names = "--to",
      converter = PointText.class,
      paramLabel = "POINT",
      description = "The last event, in the same forms.")
  private @Nullable Point to;

  @Option(
      names = "--width",
      paramLabel = "COLUMNS",
      description = "Characters a line (default: the terminal's, or 100).")
  private @Nullable Integer width;

  @Option(names = "--ascii", description = "Draws without box characters.")
  private boolean ascii;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Traces (NDJSON, or an H2 store *.mv.db), or directories of them; merged.")
  private List<Path> files = List.of();

  TraceCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Selection selection = new Selection(nodes == null ? Set.of() : nodes, checkedKinds(), from, to);
    List<TraceEvent> events = RecordedTraces.read(files);
    checkNodes(events);
    SpaceTime.Page page = new SpaceTime.Page(columns(), ascii);
    if (drawing(events, selection, page).draw() == 0) {
      throw new CliException("No event is selected: leave out --node, --kind, --from or --to");
    }
    return 0;
  }

  private SpaceTime drawing(List<TraceEvent> events, Selection selection, SpaceTime.Page page) {
    try {
      return new SpaceTime(events, selection, page, context.out()::println);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage() + ": give more with --width, or fewer with --node");
    }
  }

  private Set<String> checkedKinds() {
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    known.addAll(Selection.kindNames());
    known.addAll(Selection.groups());
    Set<String> wanted = kinds == null ? Set.of() : new LinkedHashSet<>(kinds);
    for (String kind : wanted) {
      if (!known.contains(kind)) {
        throw wrong("--kind: nothing is called " + kind + "; did you mean " + like(kind, known));
      }
    }
    return wanted;
  }

  /** Names that hold the word, or begin with the same letter; else the groups. */
  private static String like(String kind, Set<String> known) {
    String word = kind.toLowerCase(Locale.ROOT);
    String first = word.isEmpty() ? "" : word.substring(0, 1);
    for (String part : List.of(word, first)) {
      List<String> found =
          known.stream()
              .filter(name -> !part.isEmpty() && matches(name, part, part.equals(first)))
              .toList();
      if (!found.isEmpty()) {
        return String.join(", ", found) + "?";
      }
    }
    return "one of " + String.join(", ", Selection.groups()) + "?";
  }

  private static boolean matches(String name, String part, boolean atStart) {
    String lower = name.toLowerCase(Locale.ROOT);
    return atStart ? lower.startsWith(part) : lower.contains(part);
  }

  private void checkNodes(List<TraceEvent> events) {
    Set<NodeId> known = new TreeSet<>();
    events.forEach(event -> known.add(event.node()));
    for (NodeId node : nodes == null ? Set.<NodeId>of() : nodes) {
      if (!known.contains(node)) {
        String all = known.stream().map(NodeId::value).collect(Collectors.joining(", "));
        throw wrong("--node: the trace knows no " + node + ", only " + all);
      }
    }
  }

  private int columns() {
    if (width != null) {
      return width;
    }
    String columns = context.environment().getOrDefault("COLUMNS", "");
    return columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : DEFAULT_COLUMNS;
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  /** Reads a point of a recording. */
  static final class PointText implements ITypeConverter<Point> {
    @Override
    public Point convert(String text) {
      try {
        return Point.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
