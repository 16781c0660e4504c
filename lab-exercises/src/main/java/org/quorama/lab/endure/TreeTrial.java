package org.quorama.lab.endure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quorama.client.OperationFailedException;
import org.quorama.client.TransferProgress;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.tree.TreeDownload;
import org.quorama.lab.tree.TreeOptions;
import org.quorama.lab.tree.TreeReport;
import org.quorama.lab.tree.TreeUpload;
import org.quorama.metadata.operation.FilePath;

/** Puts a tree while nodes are killed, gets it back, and compares every file. One thread. */
final class TreeTrial {
  private static final FilePath STORED = FilePath.parse("/tree");
  private static final int SHOWN = 10;
  private static final int TRIES = 5;

  private final ClusterSession session;
  private final EndurePlan plan;
  private final Watch watch;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Number> figures = new LinkedHashMap<>();

  private volatile String doing = "";

  TreeTrial(ClusterSession session, EndurePlan plan, PrintStream progress) {
    this.session = session;
    this.plan = plan;
    this.watch = new Watch(progress);
  }

  /** Runs it; throws UncheckedIOException if the tree cannot be read. */
  Verdict run(Path tree, Path home) {
    Map<String, String> before = digests(tree);
    Path back = home.resolve("back");
    NodeKiller killer =
        new NodeKiller(session, plan.killEvery(), new SplittableRandom(plan.seed()));
    try (watch;
        killer) {
      watch.report(() -> doing + "; " + killer.kills() + " kills, " + killer.standing());
      move(tree, back, killer);
      String failed = killer.stop();
      if (!failed.isEmpty()) {
        problems.add(failed);
      }
      figures.put("kills", killer.kills());
      compare(before, digests(back));
      heal();
    }
    return new Verdict("tree", figures, problems);
  }

  private void move(Path tree, Path back, NodeKiller killer) {
    TreeOptions options = new TreeOptions(TreeOptions.defaults().parallel(), TRIES, false);
    NodeKiller begun = killer.start();
    TreeReport stored =
        new TreeUpload(session.client(), options).run(tree, STORED, standing("stored"));
    double putSeconds = watch.seconds();
    note("put", stored);
    figures.put("files", stored.files() + stored.equal());
    figures.put("bytes", stored.bytes());
    figures.put("put_s", putSeconds);
    figures.put("put_kills", begun.kills());
    try {
      note("get", new TreeDownload(session.client(), options).run(STORED, back, standing("read")));
    } catch (OperationFailedException e) {
      problems.add("the tree cannot be listed: " + e.getMessage());
    }
    figures.put("get_s", watch.seconds() - putSeconds);
    if (watch.isLate(plan.limit())) {
      problems.add("not done within " + plan.limit().toSeconds() + " s");
    }
  }

  private TransferProgress standing(String verb) {
    return it -> doing = "%,d of %,d bytes %s".formatted(it.doneBytes(), it.totalBytes(), verb);
  }

  private void note(String what, TreeReport report) {
    report.failures().stream().limit(SHOWN).forEach(failure -> problems.add(what + ": " + failure));
    if (report.failures().size() > SHOWN) {
      problems.add(what + ": %,d failures in all".formatted(report.failures().size()));
    }
  }

  private void compare(Map<String, String> before, Map<String, String> after) {
    int equal = 0;
    int different = 0;
    for (Map.Entry<String, String> file : before.entrySet()) {
      if (file.getValue().equals(after.get(file.getKey()))) {
        equal++;
      } else if (different++ < SHOWN) {
        problems.add(
            file.getKey()
                + (after.containsKey(file.getKey())
                    ? " came back with other bytes"
                    : " is missing"));
      }
    }
    if (after.size() > before.size()) {
      problems.add("more came back than went in: %,d files".formatted(after.size()));
    }
    figures.put("identical", equal);
    figures.put("different", different);
  }

  private void heal() {
    double begin = watch.seconds();
    doing = "healing";
    String sick = watch.awaitHealth(session.client(), plan.limit());
    if (!sick.isEmpty()) {
      problems.add("fsck: " + sick);
    }
    figures.put("heal_s", watch.seconds() - begin);
  }

  /** Returns the SHA-256 of every regular file, by its path below the root. */
  private static Map<String, String> digests(Path root) {
    Map<String, String> digests = new TreeMap<>();
    if (!Files.exists(root)) {
      return digests;
    }
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> files =
          all.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS)).toList();
      for (Path file : files) {
        digests.put(root.relativize(file).toString(), digest(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + root, e);
    }
    return digests;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest sha = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
      long unused = in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JVM has SHA-256", e);
    }
  }
}
