package org.quorama.lab.tree;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.quorama.client.QuoramaClient;
import org.quorama.client.TransferProgress;
import org.quorama.metadata.operation.FilePath;

/** Compares stored files with local ones, byte by byte. */
final class StoredContent {
  private static final int BUFFER = 1 << 16;

  private StoredContent() {}

  /** Tells whether all of a stored file is the beginning of a local one. */
  static boolean isBeginningOf(Path local, QuoramaClient client, FilePath stored) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(local), BUFFER)) {
      client.get(stored, new Comparing(in), TransferProgress.none());
      return true;
    } catch (DiffersException ignored) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + local, e);
    }
  }

  /** Says that two files differ. */
  private static final class DiffersException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Compares what is written to it with what it reads. */
  private static final class Comparing extends OutputStream {
    private final InputStream expected;

    Comparing(InputStream expected) {
      this.expected = expected;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] wanted = expected.readNBytes(length);
      if (!Arrays.equals(wanted, 0, wanted.length, bytes, offset, offset + length)) {
        throw new DiffersException();
      }
    }
  }
}
