package org.quorama.lab.demos.stage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkMessage;
import org.quorama.chunk.ChunkVersion;
import org.quorama.client.QuoramaClient;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.monitor.model.ChunkModel;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.ReadReply;

/**
 * Who uses the file system. Confined to the player's thread; requests have threads of their own.
 */
public final class Clients implements AutoCloseable {
  private static final Duration ARRIVAL = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final String UNNAMED = "";
  private static final int LONGEST_READ = 1 << 20;
  private static final int HEX = 16;

  private final Stage stage;
  private final Map<String, Request> requests = new LinkedHashMap<>();
  private final Map<FilePath, byte[]> stored = new TreeMap<>();
  private final ThreadGroup threads = new ThreadGroup("demo-clients");

  Clients(Stage stage) {
    this.stage = stage;
  }

  /**
   * Has a client make a directory.
   *
   * @param path which
   * @param at the only node that is asked, null for whoever leads
   * @param name names the request, which then goes on by itself; null to wait for its answer
   */
  public void mkdir(FilePath path, @Nullable NodeId at, @Nullable String name) {
    FileOperation operation = new FileOperation.MakeDirectory(path);
    Supplier<Answer> call =
        at == null
            ? () -> Request.of(stage.cluster().perform(operation))
            : () -> Request.of(stage.cluster().ask(at, operation));
    begin(name, new Request("mkdir " + path, at, call));
  }

  /**
   * Has a client store a file.
   *
   * @param path its name
   * @param bytes what it holds
   * @param name names the request; null to wait for its answer
   */
  public void put(FilePath path, byte[] bytes, @Nullable String name) {
    QuoramaClient client = stage.cluster().client();
    stored.put(path, bytes);
    begin(
        name,
        new Request(
            "put " + path,
            null,
            () -> {
              ByteArrayInputStream in = new ByteArrayInputStream(bytes);
              client.put(in, bytes.length, path, standing -> {});
              return Answer.OK;
            }));
  }

  /**
   * Has a client make an empty file.
   *
   * @param path its name
   * @param name names the request; null to wait for its answer
   */
  public void create(FilePath path, @Nullable String name) {
    perform("create " + path, new FileOperation.CreateFile(path), name);
  }

  /**
   * Has a client copy a file as it is at one moment.
   *
   * @param path the file
   * @param copy its copy
   * @param name names the request; null to wait for its answer
   */
  public void snapshot(FilePath path, FilePath copy, @Nullable String name) {
    perform("snapshot " + path, new FileOperation.Snapshot(path, copy), name);
  }

  private void perform(String what, FileOperation operation, @Nullable String name) {
    Supplier<Answer> call = () -> Request.of(stage.cluster().perform(operation));
    begin(name, new Request(what, null, call));
  }

  /**
   * Has a client append a record.
   *
   * @param path the file
   * @param text the record
   * @param name names the request; null to wait for its answer
   */
  public void append(FilePath path, String text, @Nullable String name) {
    QuoramaClient client = stage.cluster().client();
    begin(
        name,
        new Request(
            "append " + path,
            null,
            () -> {
              long offset = client.append(path, Bytes.ofUtf8(text));
              return new Answer(Answer.State.OK, "at offset " + offset);
            }));
  }

  private void begin(@Nullable String name, Request request) {
    if (name == null && stage.time().isFrozen()) {
      throw new StageException(
          "Time is frozen, so nobody would answer: name the request, as in &first");
    }
    if (name != null && requests.containsKey(name)) {
      throw new StageException("There is a request &" + name + " already");
    }
    requests.put(name == null ? UNNAMED : name, request);
    Sight before = stage.look();
    Thread thread = new Thread(threads, request, "demo-client");
    thread.setDaemon(true);
    thread.start();
    if (name == null) {
      stage.time().await(sight -> unlessAnswered(request), ANSWER, "the client's answer");
      needOk(request);
    } else if (stage.time().isFrozen()) {
      stage.time().await(sight -> unlessArrived(request, before, sight), ARRIVAL, "the request");
    }
  }

  private static @Nullable String unlessAnswered(Request request) {
    return request.given().state() == Answer.State.UNDER_WAY ? "it is under way" : null;
  }

  private static void needOk(Request request) {
    if (request.given().state() != Answer.State.OK) {
      throw new StageException("The client was told: " + request.given());
    }
  }

  /** A request has arrived when it is answered, is in a log, or has messages wait for it. */
  private static @Nullable String unlessArrived(Request request, Sight before, Sight now) {
    boolean arrived =
        unlessAnswered(request) == null
            || request.isInLog(before, now)
            || !before.waiting(MessageFilter.ALL).containsAll(now.waiting(MessageFilter.ALL));
    return arrived ? null : "no node has heard of it";
  }

  /**
   * Returns how a request stands.
   *
   * @param name its name
   * @param sight what is seen now
   * @throws StageException if there is none
   */
  public Answer standing(String name, Sight sight) {
    Request request = requests.get(name);
    if (request == null) {
      throw new StageException("There is no request &" + name + ": " + requests.keySet());
    }
    return request.standing(sight);
  }

  /**
   * Reads a file back and compares it with what was stored.
   *
   * @param path which
   * @return null if it is the same, else how it differs
   */
  public @Nullable String difference(FilePath path) {
    byte[] wanted = stored.getOrDefault(path, new byte[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stage.cluster().client().get(path, out, standing -> {});
    byte[] got = out.toByteArray();
    int at = Arrays.mismatch(wanted, got);
    return at < 0
        ? null
        : "%d bytes instead of %d, different from byte %d on"
            .formatted(got.length, wanted.length, at);
  }

  /**
   * Returns what one node's replica of a chunk holds.
   *
   * @param node whose
   * @param chunk which
   * @throws StageException if it cannot be read
   */
  public Bytes replica(NodeId node, ChunkModel chunk) {
    ChunkId id = new ChunkId(Long.parseLong(chunk.id().substring(1), HEX));
    ChunkVersion version = new ChunkVersion(chunk.replicaOf(node).version());
    ByteRange range = new ByteRange(0, LONGEST_READ);
    ReadReply reply = stage.cluster().replica(node, new ChunkMessage.Read(id, version, range));
    if (reply.code() != ErrorCode.NONE) {
      throw new StageException("The replica on %s: %s".formatted(node, reply.code()));
    }
    return reply.bytes();
  }

  /**
   * Makes bytes that look like those of a file, the same each time.
   *
   * @param count how many
   * @param seed other bytes for another seed
   */
  public static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  /** Forgets what was asked of the cluster before this one. */
  void started() {
    requests.clear();
    stored.clear();
  }

  /** Lets all requests go. */
  @Override
  public void close() {
    threads.interrupt();
  }
}
