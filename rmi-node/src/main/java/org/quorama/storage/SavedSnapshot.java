package org.quorama.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;
import org.quorama.raft.RaftEffect.LogSuffix;
import org.quorama.raft.log.LogPosition;
import org.quorama.raft.log.Membership;
import org.quorama.raft.log.Snapshot;
import org.quorama.storage.StorageException.Kind;
import org.quorama.storage.disk.ForcedFile;

/**
 * A snapshot and its place in the log, as one file that is replaced as a whole: the moment in which
 * the new one takes over is also the one in which a discarded log becomes void.
 *
 * @param snapshot what is kept
 * @param suffix what became of the log behind it
 * @param nextSequence the number of the first record that was written after it
 */
record SavedSnapshot(Snapshot snapshot, LogSuffix suffix, long nextSequence) {
  static final String FILE = "snapshot";

  private static final byte[] MAGIC = "QUORAMA-SNAP-001".getBytes(StandardCharsets.US_ASCII);

  private static final byte KEPT = 0;
  private static final byte DISCARDED = 1;

  /** Up to the checksum of what follows: magic, checksum. */
  private static final int SUM_END = MAGIC.length + Integer.BYTES;

  private static final int HEAD = SUM_END + 8 + 1 + 8 + 8 + 8 + 4 + 8;
  private static final int PIECE = 64 << 10;

  void save(RaftFiles files) throws IOException {
    files.create(FILE, this::writeTo);
  }

  private void writeTo(ForcedFile file) throws IOException {
    Bytes members = snapshot.membership().encode();
    LogPosition included = snapshot.lastIncluded();
    ByteBuffer head = ByteBuffer.allocate(HEAD + members.length());
    head.put(MAGIC)
        .putInt(0)
        .putLong(nextSequence)
        .put(suffix == LogSuffix.KEPT ? KEPT : DISCARDED);
    head.putLong(included.term()).putLong(included.index());
    head.putLong(snapshot.membership().index()).putInt(members.length());
    head.putLong(snapshot.state().length()).put(members.unsafeArray()).flip();
    byte[] state = snapshot.state().unsafeArray();
    CRC32C sum = new CRC32C();
    sum.update(head.array(), SUM_END, head.limit() - SUM_END);
    sum.update(state);
    head.putInt(MAGIC.length, (int) sum.getValue());
    long at = head.limit();
    file.write(head, 0);
    for (int from = 0; from < state.length; from += PIECE) {
      int length = Math.min(PIECE, state.length - from);
      file.write(ByteBuffer.wrap(state, from, length), at + from);
    }
  }

  /** Returns the snapshot that the files hold, or null if there is none. */
  static @Nullable SavedSnapshot read(RaftFiles files) throws IOException {
    if (!files.names().contains(FILE)) {
      return null;
    }
    try (ForcedFile file = files.open(FILE)) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
      file.read(bytes, 0);
      bytes.flip();
      if (isWhole(bytes)) {
        return decode(bytes);
      }
    }
    throw new StorageException(
        Kind.CORRUPT,
        files.path(FILE)
            + " is damaged, and the log before it is gone: empty the whole data directory only if"
            + " the other nodes are a majority without this one, else restore it from a copy");
  }

  private static boolean isWhole(ByteBuffer bytes) {
    if (bytes.limit() < HEAD || !bytes.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return false;
    }
    CRC32C sum = new CRC32C();
    sum.update(bytes.slice(SUM_END, bytes.limit() - SUM_END));
    return (int) sum.getValue() == bytes.getInt(MAGIC.length);
  }

  private static SavedSnapshot decode(ByteBuffer bytes) {
    bytes.position(SUM_END);
    long nextSequence = bytes.getLong();
    LogSuffix suffix = bytes.get() == KEPT ? LogSuffix.KEPT : LogSuffix.DISCARDED;
    LogPosition included = new LogPosition(bytes.getLong(), bytes.getLong());
    long membershipIndex = bytes.getLong();
    byte[] members = new byte[bytes.getInt()];
    byte[] state = new byte[Math.toIntExact(bytes.getLong())];
    bytes.get(members).get(state);
    Membership membership = Membership.decode(membershipIndex, Bytes.wrap(members));
    Snapshot snapshot = new Snapshot(included, membership, Bytes.wrap(state));
    return new SavedSnapshot(snapshot, suffix, nextSequence);
  }
}
