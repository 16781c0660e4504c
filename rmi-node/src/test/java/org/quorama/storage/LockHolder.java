package org.quorama.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.quorama.cluster.NodeId;

/** A process that holds a data directory until it is killed or its input ends. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws IOException {
    try (DataDirectory directory = DataDirectory.open(Path.of(args[0]), NodeId.of("n1"), "class")) {
      System.out.println(directory.incarnation() == 1 ? "held" : "not the first");
      System.in.transferTo(System.out);
    }
  }
}
