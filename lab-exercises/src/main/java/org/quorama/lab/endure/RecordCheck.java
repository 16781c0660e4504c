package org.quorama.lab.endure;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.quorama.chunk.ByteRange;
import org.quorama.chunk.ChunkMessage;
import org.quorama.client.OperationFailedException;
import org.quorama.client.record.FoundRecord;
import org.quorama.client.record.RecordId;
import org.quorama.client.record.RecordReader;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.endure.Appender.Acknowledged;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue.ChunkLocation;
import org.quorama.metadata.operation.OperationValue.Locations;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.remote.NodePort;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.ReadReply;

/**
 * Looks for every acknowledged record on every replica, byte by byte, at the offset that was
 * acknowledged; and through the reader, which must find each once. Confined to one thread.
 */
final class RecordCheck {
  private static final int PIECE = 1 << 20;
  private static final int SHOWN = 10;

  private final ClusterSession session;
  private final FilePath file;
  private final long seed;
  private final List<String> problems;
  private final Map<String, Number> figures;

  RecordCheck(
      ClusterSession session,
      FilePath file,
      long seed,
      List<String> problems,
      Map<String, Number> figures) {
    this.session = session;
    this.file = file;
    this.seed = seed;
    this.problems = problems;
    this.figures = figures;
  }

  /** Something that cannot be read. */
  private static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String why) {
      super(why);
    }
  }

  void run(List<Acknowledged> all) {
    checkOrder(all);
    try {
      Locations where = session.client().locate(file);
      checkReplicas(where, all);
      checkReader(where.chunkSizeBytes(), all);
    } catch (OperationFailedException e) {
      problems.add("the file cannot be read: " + e.getMessage());
    }
  }

  /** A record that was asked for after another was acknowledged is behind it. */
  private void checkOrder(List<Acknowledged> all) {
    List<Acknowledged> byReturn = new ArrayList<>(all);
    byReturn.sort(Comparator.comparingLong(Acknowledged::returned));
    List<Acknowledged> byInvocation = new ArrayList<>(all);
    byInvocation.sort(Comparator.comparingLong(Acknowledged::invoked));
    int returned = 0;
    long highest = -1;
    int wrong = 0;
    for (Acknowledged record : byInvocation) {
      while (returned < byReturn.size() && byReturn.get(returned).returned() < record.invoked()) {
        highest = Math.max(highest, byReturn.get(returned++).offset());
      }
      wrong += record.offset() <= highest ? 1 : 0;
    }
    if (wrong > 0) {
      problems.add("%,d records are before others that were acknowledged earlier".formatted(wrong));
    }
  }

  private void checkReplicas(Locations where, List<Acknowledged> all) {
    Map<Integer, List<Acknowledged>> byChunk = new TreeMap<>();
    for (Acknowledged record : all) {
      int chunk = (int) (record.offset() / where.chunkSizeBytes());
      byChunk.computeIfAbsent(chunk, it -> new ArrayList<>()).add(record);
    }
    long checked = 0;
    int damaged = 0;
    for (Map.Entry<Integer, List<Acknowledged>> chunk : byChunk.entrySet()) {
      if (chunk.getKey() >= where.chunks().size()) {
        problems.add("the file has no chunk " + chunk.getKey() + ", which has records");
        continue;
      }
      ChunkLocation location = where.chunks().get(chunk.getKey());
      for (NodeId node : location.replicas()) {
        damaged += damagedOn(node, location, where.chunkSizeBytes(), chunk.getValue());
        checked += chunk.getValue().size();
      }
    }
    figures.put("chunks", where.chunks().size());
    figures.put("looked_at", checked);
    figures.put("damaged_or_missing", damaged);
  }

  private int damagedOn(
      NodeId node, ChunkLocation location, int chunkSize, List<Acknowledged> records) {
    byte[] replica;
    try {
      replica = replica(node, location, chunkSize);
    } catch (UnreadableException | NodeUnreachableException e) {
      problems.add(location.chunk() + " on " + node + " cannot be read: " + e.getMessage());
      return records.size();
    }
    int damaged = 0;
    for (Acknowledged record : records) {
      byte[] expected = Appender.record(record.id(), seed).unsafeArray();
      int at = (int) (record.offset() % chunkSize);
      boolean intact =
          at + expected.length <= replica.length
              && Arrays.equals(expected, 0, expected.length, replica, at, at + expected.length);
      if (!intact && damaged++ < SHOWN) {
        problems.add(
            "%s at %,d is not intact in %s on %s"
                .formatted(record.id(), record.offset(), location.chunk(), node));
      }
    }
    return damaged;
  }

  /** Returns all bytes of a replica as its node has them. */
  private byte[] replica(NodeId node, ChunkLocation location, int chunkSize) {
    NodeAddress address = session.nodes().get(node);
    if (address == null) {
      throw new UnreadableException("nobody knows where the node is");
    }
    NodePort port = session.connector().connect(address);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    boolean more = true;
    while (more && all.size() < chunkSize) {
      ByteRange range = new ByteRange(all.size(), Math.min(PIECE, chunkSize - all.size()));
      ReadReply reply =
          port.read(new ChunkMessage.Read(location.chunk(), location.version(), range));
      check(reply);
      all.writeBytes(reply.bytes().unsafeArray());
      more = reply.bytes().length() == range.length();
    }
    return all.toByteArray();
  }

  private static void check(ReadReply reply) {
    if (reply.code() != ErrorCode.NONE) {
      throw new UnreadableException(reply.code().name());
    } else if (!reply.isIntact()) {
      throw new UnreadableException("damaged on the way");
    }
  }

  /** The reader finds every acknowledged record, and none twice. */
  private void checkReader(int chunkSize, List<Acknowledged> all) {
    RecordReader reader = new RecordReader(part -> session.client().read(file, part), chunkSize);
    Set<RecordId> missing = new HashSet<>();
    all.forEach(it -> missing.add(it.id()));
    int wrong = 0;
    int found = 0;
    for (Optional<FoundRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
      FoundRecord record = next.get();
      Bytes expected = Appender.record(record.id(), seed);
      int header = expected.length() - record.payload().length();
      boolean same =
          header >= 0
              && Arrays.equals(
                  expected.unsafeArray(),
                  header,
                  expected.length(),
                  record.payload().unsafeArray(),
                  0,
                  record.payload().length());
      wrong += same ? 0 : 1;
      found++;
      missing.remove(record.id());
    }
    figures.put("read_by_reader", found);
    if (!missing.isEmpty()) {
      problems.add("the reader does not find %,d acknowledged records".formatted(missing.size()));
    }
    if (wrong > 0) {
      problems.add("the reader returns %,d records with other bytes".formatted(wrong));
    }
  }
}
