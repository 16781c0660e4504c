package org.quorama.lab.demos;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.quorama.client.TransferProgress;
import org.quorama.lab.cluster.Clusters;

/**
 * What a demo has to play with. Immutable.
 *
 * @param clusters starts its cluster
 * @param out where its sentences go
 * @param file the file to use, if the caller named one
 * @param progress shows a transfer with a title while it runs
 */
public record DemoStage(
    Clusters clusters,
    PrintStream out,
    Optional<Path> file,
    Function<String, ClosableProgress> progress) {
  /** Shows one transfer until it is closed. */
  public interface ClosableProgress extends TransferProgress, AutoCloseable {
    @Override
    void close();
  }
}
