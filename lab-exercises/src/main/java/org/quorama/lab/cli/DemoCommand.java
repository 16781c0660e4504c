package org.quorama.lab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.Demo;
import org.quorama.lab.demos.DemoStage;
import org.quorama.lab.demos.Demos;
import org.quorama.lab.demos.cluster.DemoClusters;
import org.quorama.lab.demos.cluster.LiveDemoClusters;
import org.quorama.lab.demos.cluster.SimulatedDemoClusters;
import org.quorama.lab.demos.play.TerminalPlay;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.lab.demos.script.ScriptException;
import org.quorama.lab.demos.script.ScriptFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the demos, plays one, or checks the file of one. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Lists the demos, or plays one on a cluster of its own.")
final class DemoCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Which demo; or the path of a script, which ends in .md.")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "Of first-file: a local file to use (default: one of at least 100 MB).")
  private @Nullable Path file;

  @Option(names = "--step", description = "Waits for Enter before each step, on a terminal.")
  private boolean step;

  @Option(names = "--window", description = "Plays in a window: Next, Back and Restart.")
  private boolean windowed;

  @Option(
      names = "--simulated",
      description = "Plays on a simulated cluster: no processes, and in a fraction of the time.")
  private boolean simulated;

  @Option(
      names = "--check",
      paramLabel = "FILE",
      description = "Plays nothing: says what is wrong in a script, line by line.")
  private @Nullable Path check;

  DemoCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path checked = check;
    if (checked != null) {
      return check(checked);
    }
    String wanted = name;
    return wanted == null ? list() : play(wanted);
  }

  private int list() {
    Demos.all().forEach(demo -> row(demo.name(), "1", demo.summary()));
    ScriptFolder folder = ScriptFolder.ofProgram();
    for (DemoScript script : scriptsOf(folder)) {
      row(script.name(), String.valueOf(script.minutes()), script.title());
    }
    return 0;
  }

  private static List<DemoScript> scriptsOf(ScriptFolder folder) {
    try {
      return folder.all();
    } catch (ScriptException e) {
      throw new CliException("A script has mistakes: quorama demo --check FILE; " + e.getMessage());
    }
  }

  private void row(String demo, String minutes, String title) {
    context.out().println(String.format("%-28s %3s min  %s", demo, minutes, title));
  }

  private int check(Path script) {
    if (!Files.isRegularFile(script)) {
      throw new ParameterException(spec.commandLine(), script + " is not a file");
    }
    try {
      DemoScript read = ScriptFolder.read(script);
      context
          .out()
          .println(
              "%s: '%s', %d steps, about %d minutes: no mistake found"
                  .formatted(script, read.title(), read.steps().size(), read.minutes()));
      return 0;
    } catch (ScriptException e) {
      e.problems().forEach(problem -> context.out().println(problem));
      return 1;
    }
  }

  private int play(String wanted) {
    Optional<Demo> program = Demos.named(wanted);
    if (program.isPresent() && simulated) {
      throw new CliException(
          "a simulated cluster has no bytes of files: play it without --simulated");
    }
    if (program.isPresent()) {
      program.get().play(stage());
      return 0;
    }
    DemoScript script =
        find(wanted)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "No demo is called " + wanted + ": see quorama demo"));
    if (windowed && showsWindow(script)) {
      return 0;
    }
    if (windowed) {
      context.out().println("No window can open here, so the demo plays in the terminal.");
    }
    TerminalPlay play = new TerminalPlay(context.out(), this::goOn);
    return play.play(script, clusters()) ? 0 : 1;
  }

  private boolean showsWindow(DemoScript script) {
    return simulated
        ? context.tools().simulatedDemo(script)
        : context.tools().demo(script, context.clusters());
  }

  private DemoClusters clusters() {
    return simulated ? new SimulatedDemoClusters() : new LiveDemoClusters(context.clusters());
  }

  private static Optional<DemoScript> find(String wanted) {
    try {
      return ScriptFolder.ofProgram().find(wanted);
    } catch (ScriptException e) {
      throw new CliException("The script has mistakes: quorama demo --check; " + e.getMessage());
    }
  }

  private DemoStage stage() {
    return new DemoStage(
        context.clusters(),
        context.out(),
        Optional.ofNullable(file),
        title -> new TransferBar(context, title));
  }

  /** Waits for Enter, if a person is there who could press it. */
  private void goOn(TerminalPlay.Pause why) {
    boolean asks = why == TerminalPlay.Pause.QUESTION || step;
    if (!asks || !context.interactive()) {
      return;
    }
    context.out().print(why == TerminalPlay.Pause.QUESTION ? "[Enter: the answer] " : "[Enter] ");
    context.out().flush();
    try {
      int read = context.in().read();
      while (read >= 0 && read != '\n') {
        read = context.in().read();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the keyboard", e);
    }
  }
}
