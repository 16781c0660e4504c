package org.quorama.lab.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quorama.lab.demos.Demo;
import org.quorama.lab.demos.DemoStage;
import org.quorama.lab.demos.Demos;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the demos, or plays one. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Lists the demos, or plays one on a cluster of its own.")
final class DemoCommand implements Callable<Integer> {
  private final CliContext context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Which demo.")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "A local file to use (default: one of at least 100 MB).")
  private @Nullable Path file;

  DemoCommand(CliContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (name == null) {
      Demos.all().forEach(this::line);
      return 0;
    }
    Demo demo =
        Demos.named(name)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "No demo is called " + name + ": see quorama demo"));
    demo.play(
        new DemoStage(
            context.clusters(),
            context.out(),
            Optional.ofNullable(file),
            title -> new TransferBar(context, title)));
    return 0;
  }

  private void line(Demo demo) {
    context.out().println(String.format("%-12s  %s", demo.name(), demo.summary()));
  }
}
