package org.quorama.lab.demos;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Finds a file that is worth storing: real, and of 100 MB at least. */
final class RealFile {
  private static final long WANTED_BYTES = 100_000_000;
  private static final long SEED = 20;

  private RealFile() {}

  /** Returns Java's own image of classes if it is large enough, else makes a file. */
  static Path findOrMake(Path scratch) {
    Path modules = Path.of(System.getProperty("java.home", ""), "lib", "modules");
    return sizeOf(modules) >= WANTED_BYTES ? modules : make(scratch.resolve("generated.bin"));
  }

  private static long sizeOf(Path file) {
    try {
      return Files.isReadable(file) ? Files.size(file) : 0;
    } catch (IOException ignored) {
      return 0;
    }
  }

  private static Path make(Path file) {
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (long done = 0; done < WANTED_BYTES; done += block.length) {
        random.nextBytes(block);
        out.write(block);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a file to store: make room in " + file, e);
    }
  }
}
