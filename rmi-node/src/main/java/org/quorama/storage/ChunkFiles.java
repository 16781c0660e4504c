package org.quorama.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;

/** The two files of each replica, by name: {@code 00000000000000a1.data} and {@code .meta}. */
final class ChunkFiles {
  private static final String DATA = ".data";
  private static final String META = ".meta";

  private final Path directory;
  private final Disk disk;

  private ChunkFiles(Path directory, Disk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  static ChunkFiles open(DataDirectory owner) throws IOException {
    Path directory = owner.path().resolve("chunks");
    if (!Files.isDirectory(directory)) {
      Files.createDirectory(directory);
      owner.disk().forceDirectory(owner.path());
    }
    return new ChunkFiles(directory, owner.disk());
  }

  Path directory() {
    return directory;
  }

  /** Finds every replica; what a crash left of an unfinished creation or delete is removed. */
  Map<ChunkId, ChunkMeta> scan() throws IOException {
    Map<ChunkId, ChunkMeta> found = new TreeMap<>();
    for (Path file : list()) {
      ChunkId id = idOf(file);
      if (id != null && file.toString().endsWith(META)) {
        scan(id, found);
      } else if (id != null && !Files.exists(path(id, META))) {
        Files.deleteIfExists(file);
      }
    }
    return found;
  }

  private void scan(ChunkId id, Map<ChunkId, ChunkMeta> found) throws IOException {
    ChunkMeta meta;
    try (ForcedFile file = openMeta(id)) {
      meta = ChunkMeta.read(file);
    }
    if (meta != null && meta.version() >= 1 && meta.length() >= 0) {
      found.put(id, meta);
    } else {
      System.getLogger(ChunkFiles.class.getName())
          .log(Level.WARNING, "Replica {0} has no readable version: not used", path(id, META));
    }
  }

  private List<Path> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static @Nullable ChunkId idOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    try {
      return new ChunkId(HexFormat.fromHexDigitsToLong(name, 0, Math.max(0, dot)));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Makes an empty replica, durable on return; replaces unreadable remains. */
  void create(ChunkId id, ChunkMeta meta) throws IOException {
    try (ForcedFile data = openData(id);
        ForcedFile metaFile = openMeta(id)) {
      data.truncate(0);
      data.force();
      metaFile.truncate(0);
      meta.write(metaFile);
      metaFile.force();
    }
    disk.forceDirectory(directory);
  }

  ForcedFile openData(ChunkId id) throws IOException {
    return disk.open(path(id, DATA));
  }

  ForcedFile openMeta(ChunkId id) throws IOException {
    return disk.open(path(id, META));
  }

  /** Deletes the version first: data alone is no replica. */
  void delete(ChunkId id) throws IOException {
    Files.deleteIfExists(path(id, META));
    Files.deleteIfExists(path(id, DATA));
    disk.forceDirectory(directory);
  }

  private Path path(ChunkId id, String suffix) {
    return directory.resolve(HexFormat.of().toHexDigits(id.value()) + suffix);
  }
}
