package org.quorama.lab.shell;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quorama.chunk.ByteRange;
import org.quorama.client.OperationFailedException;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ReadMode;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.Outcome;
import org.quorama.remote.NodeUnreachableException;

/** Performs requests. Thread-safe. */
final class ShellOperations {
  private static final int MAX_READ_BYTES = 4 << 20;

  private final ShellCluster cluster;
  private final DirectCalls direct;
  private final Map<String, Handler> handlers = new TreeMap<>();

  private interface Handler {
    ShellResponse handle(ShellRequest request);
  }

  ShellOperations(ShellCluster cluster) {
    this.cluster = cluster;
    this.direct = new DirectCalls(cluster);
    mutation("mkdir", request -> new FileOperation.MakeDirectory(request.path("path")));
    mutation(
        "create", request -> new FileOperation.CreateFile(request.path("path"), request.sync()));
    mutation("delete", request -> new FileOperation.Delete(request.path("path")));
    mutation(
        "rename", request -> new FileOperation.Rename(request.path("from"), request.path("to")));
    mutation(
        "snapshot",
        request -> new FileOperation.Snapshot(request.path("from"), request.path("to")));
    mutation("undelete", request -> new FileOperation.Undelete(request.path("path")));
    mutation(
        "truncate",
        request -> new FileOperation.Truncate(request.path("path"), request.number("length")));
    mutation("attr.set", ShellOperations::setAttribute);
    query("stat", request -> new FileOperation.Stat(request.path("path")));
    query("list", request -> new FileOperation.ListDirectory(request.path("path")));
    query("locations", request -> new FileOperation.Locate(request.path("path")));
    query(
        "attr.get",
        request -> new FileOperation.GetAttribute(request.path("path"), request.text("name")));
    handlers.put("write", this::write);
    handlers.put("read", this::read);
    handlers.put("readReplica", direct::readReplica);
    handlers.put("status", request -> direct.status());
    handlers.put("append", this::append);
  }

  private interface Translation {
    FileOperation of(ShellRequest request);
  }

  private void mutation(String name, Translation translation) {
    handlers.put(name, request -> perform(translation.of(request)));
  }

  private void query(String name, Translation translation) {
    handlers.put(
        name,
        request -> {
          FileOperation operation = translation.of(request);
          return request.mode() == ReadMode.STALE ? direct.stale(operation) : perform(operation);
        });
  }

  /** Performs a request; whatever goes wrong is in the response. */
  ShellResponse perform(ShellRequest request) {
    try {
      request.check();
      Handler handler = handlers.get(request.text("op"));
      if (handler == null) {
        throw new BadRequestException(
            "No operation is called %s: there are %s"
                .formatted(request.text("op"), new TreeSet<>(handlers.keySet())));
      }
      return handler.handle(request);
    } catch (BadRequestException e) {
      return ShellResponse.fail(e.code(), String.valueOf(e.getMessage()));
    } catch (OperationFailedException e) {
      ShellResponse.Origin origin = new ShellResponse.Origin(0, e.term(), e.node().orElse(null));
      return ShellResponse.notOk(e.outcome(), e.code(), origin, String.valueOf(e.getMessage()));
    } catch (NodeUnreachableException e) {
      return ShellResponse.fail("UNREACHABLE", String.valueOf(e.getMessage()));
    }
  }

  private ShellResponse perform(FileOperation operation) {
    return respond(operation, cluster.client().perform(operation));
  }

  /** Turns a reply of the master into a response. */
  static ShellResponse respond(FileOperation operation, OperationReply reply) {
    OperationValue value = reply.value();
    ShellResponse.Origin origin = originOf(reply);
    if (reply.outcome() == Outcome.OK && value != null) {
      return ShellResponse.ok(ShellValues.of(value), origin);
    }
    return ShellResponse.notOk(
        reply.outcome(), reply.code(), origin, ShellValues.sentence(operation, reply.code()));
  }

  private static FileOperation setAttribute(ShellRequest request) {
    Bytes value =
        request.has("data") ? request.base64("data") : Bytes.ofUtf8(request.text("value"));
    long ifVersion = request.number("ifVersion", FileOperation.ANY_VERSION);
    return new FileOperation.SetAttribute(
        request.path("path"), request.text("name"), value, ifVersion);
  }

  private ShellResponse write(ShellRequest request) {
    Bytes data = request.base64("data");
    long offset = request.number("offset", 0);
    QuoramaClient.Written done = cluster.client().write(request.path("path"), offset, data);
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("length", data.length());
    value.put("region", ShellValues.word(done.region()));
    return ShellResponse.ok(value, originOf(done.reply()));
  }

  private ShellResponse append(ShellRequest request) {
    Bytes data = request.base64("data");
    QuoramaClient.Appended done = cluster.client().appendReply(request.path("path"), data);
    ObjectNode value = JsonNodeFactory.instance.objectNode();
    value.put("offset", done.offset());
    value.put("length", data.length());
    value.put("region", ShellValues.word(done.region()));
    return ShellResponse.ok(value, originOf(done.reply()));
  }

  private ShellResponse read(ShellRequest request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OperationReply located = cluster.client().read(request.path("path"), range(request), out);
    Bytes data = Bytes.wrap(out.toByteArray());
    return ShellResponse.ok(ShellValues.data(data), originOf(located));
  }

  private static ShellResponse.Origin originOf(OperationReply reply) {
    return new ShellResponse.Origin(reply.index(), reply.term(), reply.nodeId());
  }

  static ByteRange range(ShellRequest request) {
    long length = request.number("length", MAX_READ_BYTES);
    if (length > MAX_READ_BYTES) {
      throw new BadRequestException(
          "The length is at most %d bytes: read in smaller pieces".formatted(MAX_READ_BYTES));
    }
    return new ByteRange(request.number("offset", 0), (int) length);
  }
}
