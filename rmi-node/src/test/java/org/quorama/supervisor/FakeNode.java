package org.quorama.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for a node: says that it serves, and ends with its standard input. */
final class FakeNode {
  private FakeNode() {}

  public static void main(String[] args) throws IOException {
    String config = Files.readString(Path.of(args[3]));
    if (config.contains("fail=true")) {
      System.err.println("the fake node does not want to start");
      Runtime.getRuntime().halt(3);
    }
    System.out.println("READY " + args[1] + " 127.0.0.1:1");
    while (System.in.read() >= 0) {
      // Only the end matters.
    }
    Runtime.getRuntime().halt(0);
  }
}
