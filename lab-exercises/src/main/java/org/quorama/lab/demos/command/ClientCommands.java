package org.quorama.lab.demos.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.quorama.lab.demos.stage.Clients;
import org.quorama.lab.demos.stage.StageException;
import org.quorama.metadata.operation.FilePath;

/** Commands of those who use the file system. */
final class ClientCommands {
  private static final Map<String, Integer> UNITS = Map.of("B", 1, "KiB", 1 << 10, "MiB", 1 << 20);

  private ClientCommands() {}

  static List<Form<Command>> all() {
    return List.of(
        new Form<>(
            "mkdir <path> at <node> [<label>]",
            "Asks this node, and no other, to make a directory.",
            args -> stage -> stage.clients().mkdir(args.path(), args.node(stage), args.label())),
        new Form<>(
            "mkdir <paths>",
            "Makes directories, one after the other, wherever the leader is.",
            args ->
                stage ->
                    args.all(Slot.PATHS)
                        .forEach(path -> stage.clients().mkdir(FilePath.parse(path), null, null))),
        new Form<>(
            "mkdir <path> <label>",
            "Makes a directory, wherever the leader is, while the script goes on.",
            args -> stage -> stage.clients().mkdir(args.path(), null, args.label())),
        new Form<>(
            "create <path> [<label>]",
            "Makes an empty file.",
            args -> stage -> stage.clients().create(args.path(), args.label())),
        new Form<>(
            "put <content> as <path> [<label>]",
            "Stores so many bytes, or a file of this machine, as a new file.",
            args -> stage -> stage.clients().put(args.path(), content(args), args.label())),
        new Form<>(
            "snapshot <path> as <path> [<label>]",
            "Copies a file as it is at one moment; bytes are shared until one of both is written.",
            args ->
                stage -> {
                  List<String> paths = args.all(Slot.PATH);
                  FilePath to = FilePath.parse(paths.get(1));
                  stage.clients().snapshot(args.path(), to, args.label());
                }),
        new Form<>(
            "append <path> <text> [<label>]",
            "Appends a record to a file, at an offset of the primary's choice.",
            args -> stage -> stage.clients().append(args.path(), args.quoted(), args.label())));
  }

  private static byte[] content(Arguments args) {
    String text = args.text(Slot.CONTENT);
    if (Character.isDigit(text.charAt(0))) {
      String unit = text.replaceAll("[0-9]", "");
      int count = Integer.parseInt(text.replaceAll("[^0-9]", ""));
      return Clients.bytes(count * UNITS.getOrDefault(unit, 1), args.path().hashCode());
    }
    Path file = Path.of(text);
    if (!Files.isRegularFile(file)) {
      throw new StageException(file + " is not a file: name one that exists");
    }
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }
}
