package org.quorama.lab.demos;

import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.quorama.lab.cluster.ClusterPlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Leaders;
import org.quorama.lab.tree.Scratch;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.remote.NodeStatus;

/** Stores a real file on five nodes, kills the leader, and reads the file back. */
final class FirstFileDemo implements Demo {
  private static final int NODES = 5;
  private static final Duration ELECTION = Duration.ofSeconds(20);

  /**
   * Long enough that a busy machine elects nobody by mistake, short enough to watch; and chunks so
   * small that a file has several.
   */
  private static final Map<String, String> CALM =
      Map.of(
          "chunk.size", "8MiB",
          "election.timeout.min", "400ms",
          "election.timeout.max", "800ms",
          "heartbeat.interval", "60ms");

  private static final FilePath FOLDER = FilePath.parse("/demo");

  @Override
  public String name() {
    return "first-file";
  }

  @Override
  public String summary() {
    return "Stores a real file on five nodes, kills the leader, reads the file back.";
  }

  @Override
  public void play(DemoStage stage) {
    Path scratch = Scratch.make("demo");
    Narrator narrator = new Narrator(stage.out());
    try {
      Path source = stage.file().orElseGet(() -> RealFile.findOrMake(scratch));
      if (!Files.isRegularFile(source)) {
        throw new DemoFailedException(source + " is not a file: name one that exists");
      }
      narrator.say("Starting five nodes, one JVM each, in %s.", scratch);
      try (ClusterSession session = stage.clusters().start(plan(scratch))) {
        play(stage, narrator, session, source);
        narrator.say("Stopping everything.");
      }
      narrator.say("Done.");
    } finally {
      Scratch.discard(scratch);
    }
  }

  private static ClusterPlan plan(Path scratch) {
    return new ClusterPlan(scratch.resolve("cluster"), NODES, "fast", CALM, true);
  }

  private static void play(
      DemoStage stage, Narrator narrator, ClusterSession session, Path source) {
    NodeStatus first = leaderAfter(session, 0);
    narrator.say("Node %s leads in term %d.", first.node(), first.raft().term());
    FilePath stored = FOLDER.resolve(source.toAbsolutePath().normalize().getFileName().toString());
    String before = put(stage, narrator, session, source, stored);
    narrator.list(session.client().locate(stored));
    NodeStatus leader =
        Leaders.current(session).orElseThrow(() -> new DemoFailedException("The leader is gone"));
    narrator.say(
        "Killing the leader %s of term %d with SIGKILL.", leader.node(), leader.raft().term());
    session.kill(leader.node());
    NodeStatus next = leaderAfter(session, leader.raft().term());
    expect(!next.node().equals(leader.node()), "The killed node %s leads again", leader.node());
    narrator.say("Node %s leads in term %d.", next.node(), next.raft().term());
    String after = get(stage, narrator, session, stored);
    expect(before.equals(after), "SHA-256 was %s and is now %s", before, after);
    narrator.say("Both have SHA-256 %s: not a byte was lost.", after);
  }

  private static NodeStatus leaderAfter(ClusterSession session, long term) {
    Optional<NodeStatus> leader = Leaders.await(session, term, ELECTION);
    return leader.orElseThrow(
        () ->
            new DemoFailedException(
                "No leader after term " + term + " within " + ELECTION.toSeconds() + " s"));
  }

  @FormatMethod
  private static void expect(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new DemoFailedException(String.format(message, values));
    }
  }

  private static String put(
      DemoStage stage, Narrator narrator, ClusterSession session, Path source, FilePath to) {
    MessageDigest digest = sha256();
    long start = System.nanoTime();
    session.client().require(new FileOperation.MakeDirectory(FOLDER));
    long bytes;
    try (InputStream in = new DigestInputStream(Files.newInputStream(source), digest);
        DemoStage.ClosableProgress progress = stage.progress().apply("put")) {
      bytes = Files.size(source);
      narrator.say("Storing %s (%,d bytes) as %s.", source, bytes, to);
      session.client().put(in, bytes, to, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + source + ": " + e.getMessage(), e);
    }
    narrator.say("Stored it on three nodes each chunk, %s.", Narrator.rate(bytes, start));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String get(
      DemoStage stage, Narrator narrator, ClusterSession session, FilePath from) {
    MessageDigest digest = sha256();
    long start = System.nanoTime();
    try (DemoStage.ClosableProgress progress = stage.progress().apply("get");
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      session.client().get(from, out, progress);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the file back: " + e.getMessage(), e);
    }
    long bytes = session.client().stat(from).lengthBytes();
    narrator.say("Read the file back, %s.", Narrator.rate(bytes, start));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
