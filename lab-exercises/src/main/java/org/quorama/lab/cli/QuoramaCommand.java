package org.quorama.lab.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cli.fault.FaultCommands;
import org.quorama.lab.cli.files.FileCommands;
import org.quorama.lab.cli.recording.RecordingCommands;
import org.quorama.lab.cli.trace.TraceCommands;
import org.quorama.metadata.operation.FilePath;
import org.quorama.monitor.words.Words;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command above all commands. */
@Command(
    name = "quorama",
    mixinStandardHelpOptions = true,
    version = "quorama 0.1.0-SNAPSHOT",
    subcommands = {HelpCommand.class, GenerateCompletion.class},
    description = "A distributed file system of five nodes that a class can watch think.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "First steps: quorama demo first-file, then quorama up."})
final class QuoramaCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private QuoramaCommand() {}

  @Option(
      names = "--lang",
      paramLabel = "LANGUAGE",
      description = "Language of the window, en or de; else what it remembers, or the system's.")
  @SuppressWarnings("UnusedMethod") // picocli calls it
  private void speak(String language) {
    if (!language.equals("en") && !language.equals("de")) {
      throw new ParameterException(spec.commandLine(), "The window speaks en and de: " + language);
    }
    System.setProperty(Words.LANGUAGE_PROPERTY, language);
  }

  /** Returns the whole command, ready to be executed. */
  static CommandLine commandLine(CliContext context) {
    CommandLine line =
        new CommandLine(new QuoramaCommand())
            .addSubcommand(new UpCommand(context))
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new WatchCommand(context));
    FileCommands.all(context).forEach(line::addSubcommand);
    FaultCommands.all(context).forEach(line::addSubcommand);
    TraceCommands.all(context).forEach(line::addSubcommand);
    RecordingCommands.all(context).forEach(line::addSubcommand);
    addOthers(line, context);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(FilePath.class, QuoramaCommand::path)
        .registerConverter(NodeId.class, QuoramaCommand::node)
        .setOut(writer(context.out()))
        .setErr(writer(context.err()))
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution);
  }

  private static void addOthers(CommandLine line, CliContext context) {
    line.addSubcommand(new MemberCommands.Member(context))
        .addSubcommand(new MemberCommands.Transfer(context))
        .addSubcommand(new DemoCommand(context))
        .addSubcommand(new SimCommand(context))
        .addSubcommand(new ChaosCommand(context))
        .addSubcommand(new EndureCommand(context))
        .addSubcommand(new BenchCommand(context))
        .addSubcommand(new ToolCommands.Node(context))
        .addSubcommand(new ShellCommand(context))
        .addSubcommand(new ToolCommands.WarmUp(context))
        .addSubcommand(new DoctorCommand(context));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  private static FilePath path(String text) {
    try {
      return FilePath.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static NodeId node(String text) {
    try {
      return NodeId.of(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do, as in: quorama up");
  }
}
