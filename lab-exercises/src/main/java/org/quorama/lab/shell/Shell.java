package org.quorama.lab.shell;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.quorama.daemon.Daemons;
import org.quorama.lab.shell.RequestLines.Line;

/**
 * Reads requests, performs many at once, and writes each response as soon as it is known. Confined
 * to the thread that runs it, but for its workers.
 *
 * <p>Bounds: at most {@link #IN_FLIGHT} requests are under way, then no further line is read; a
 * line has at most {@link #MAX_LINE_BYTES} bytes.
 */
public final class Shell {
  /** The most requests under way. */
  public static final int IN_FLIGHT = 256;

  /** The most bytes of a line: what 4 MiB of data need as base64, and a little more. */
  public static final int MAX_LINE_BYTES = 6 << 20;

  private final ShellOperations operations;
  private final PrintStream out;
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Semaphore free = new Semaphore(IN_FLIGHT);
  private final ExecutorService workers = Executors.newCachedThreadPool(Daemons.named("shell"));

  /**
   * Makes a shell of one session.
   *
   * @param cluster what it works on; not closed by the shell
   * @param out gets one response a line, and nothing else
   */
  public Shell(ShellCluster cluster, PrintStream out) {
    this.operations = new ShellOperations(cluster);
    this.out = out;
  }

  /**
   * Serves until the input ends and every response is written.
   *
   * @param in the requests, one a line
   * @throws IOException if the input breaks
   */
  public void run(InputStream in) throws IOException {
    RequestLines lines = new RequestLines(new BufferedInputStream(in, 1 << 16), MAX_LINE_BYTES);
    try {
      for (Line line = lines.next(); line != null; line = lines.next()) {
        String text = line.text();
        if (text == null) {
          write(NullNode.getInstance(), tooLong());
        } else if (!text.isBlank()) {
          take(text);
        }
      }
    } finally {
      free.acquireUninterruptibly(IN_FLIGHT);
      workers.shutdown();
    }
  }

  private static ShellResponse tooLong() {
    return ShellResponse.fail(
        ShellResponse.BAD_REQUEST,
        "A line has at most %,d bytes: write in smaller pieces".formatted(MAX_LINE_BYTES));
  }

  private void take(String line) {
    ShellRequest request;
    try {
      request = new ShellRequest(json.readTree(line));
    } catch (JsonProcessingException e) {
      String why = "Not a line of JSON: " + e.getOriginalMessage();
      write(NullNode.getInstance(), ShellResponse.fail(ShellResponse.BAD_REQUEST, why));
      return;
    }
    free.acquireUninterruptibly();
    workers.execute(() -> answer(request));
  }

  private void answer(ShellRequest request) {
    try {
      write(request.id(), operations.perform(request));
    } finally {
      free.release();
    }
  }

  private void write(JsonNode id, ShellResponse response) {
    String line = response.toJson(id).toString();
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
