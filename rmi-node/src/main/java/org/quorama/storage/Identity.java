package org.quorama.storage;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.Disk;
import org.quorama.storage.disk.ForcedFile;

/**
 * Whose directory it is, and how often it was opened: a small text file, replaced as a whole.
 *
 * @param node whose
 * @param cluster the name of its cluster
 * @param incarnation how often it was opened
 */
record Identity(NodeId node, String cluster, long incarnation) {
  static final String FILE = "identity";

  static @Nullable Identity read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return null;
    }
    Properties values = new Properties();
    try {
      values.load(new StringReader(Files.readString(file)));
      Identity identity =
          new Identity(
              NodeId.of(values.getProperty("node", "")),
              values.getProperty("cluster", ""),
              Long.parseLong(values.getProperty("incarnation", "")));
      if (identity.text().equals(Files.readString(file))) {
        return identity;
      }
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
    throw damaged(file, null);
  }

  private static StorageException damaged(Path file, @Nullable Throwable cause) {
    return new StorageException(
        Kind.CORRUPT,
        "File " + file + " is damaged; restore it, or start the node with an empty directory",
        cause);
  }

  Identity nextIncarnation() {
    return new Identity(node, cluster, incarnation + 1);
  }

  void checkOwner(Identity owner, Path directory) {
    if (!node.equals(owner.node) || !cluster.equals(owner.cluster)) {
      throw new StorageException(
          Kind.FOREIGN,
          "Data directory %s belongs to node %s of cluster %s, not to %s of %s; use another one"
              .formatted(directory, node, cluster, owner.node, owner.cluster));
    }
  }

  void write(Path directory, Disk disk) throws IOException {
    Path fresh = directory.resolve(FILE + ".new");
    Files.deleteIfExists(fresh);
    try (ForcedFile file = disk.open(fresh)) {
      file.write(ByteBuffer.wrap(text().getBytes(StandardCharsets.UTF_8)), 0);
      file.force();
    }
    Files.move(
        fresh,
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    disk.forceDirectory(directory);
  }

  private String text() {
    String values = "node=%s%ncluster=%s%nincarnation=%d%n".formatted(node, cluster, incarnation);
    CRC32C sum = new CRC32C();
    sum.update(values.getBytes(StandardCharsets.UTF_8));
    return values + "crc32c=%08x%n".formatted(sum.getValue());
  }
}
