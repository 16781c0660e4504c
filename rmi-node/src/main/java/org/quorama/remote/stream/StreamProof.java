package org.quorama.remote.stream;

import java.io.IOException;
import java.security.SecureRandom;
import org.quorama.rmi.AccessRefusedException;
import org.quorama.rmi.ClusterSecret;

/**
 * The first words on a stream: the server sends a nonce, the client proves by it that it knows the
 * cluster's secret, as at the gate of RMI, under a key of its own. Thread-safe.
 */
final class StreamProof {
  private static final int MAGIC = 0x51535431;
  private static final int NONCE_BYTES = 32;
  private static final int ACCEPTED = 1;
  private static final int REFUSED = 0;

  private final ClusterSecret key;
  private final SecureRandom random = new SecureRandom();

  StreamProof(ClusterSecret secret) {
    this.key = ClusterSecret.ofBytes(secret.derive("stream", NONCE_BYTES));
  }

  /** Has a caller prove that it knows the secret; returns whether it does. */
  boolean demand(TimedChannel channel) throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    channel.out().writeInt(MAGIC);
    channel.out().write(nonce);
    channel.out().flush();
    byte[] proof = new byte[key.prove(nonce).length];
    channel.in().readFully(proof);
    boolean knows = key.verifies(nonce, proof);
    channel.out().writeByte(knows ? ACCEPTED : REFUSED);
    channel.out().flush();
    return knows;
  }

  /** Proves to a server that the secret is known here. */
  void give(TimedChannel channel) throws IOException {
    if (channel.in().readInt() != MAGIC) {
      throw new IOException("What answers is no stream of a node");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    channel.in().readFully(nonce);
    channel.out().write(key.prove(nonce));
    channel.out().flush();
    if (channel.in().readByte() != ACCEPTED) {
      throw new AccessRefusedException("Wrong cluster secret");
    }
  }
}
