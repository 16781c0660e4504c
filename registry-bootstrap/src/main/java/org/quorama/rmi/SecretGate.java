package org.quorama.rmi;

import java.nio.ByteBuffer;
import java.rmi.Remote;
import java.rmi.server.RemoteServer;
import java.rmi.server.ServerNotActiveException;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets in whoever proves that it knows the cluster secret. Thread-safe.
 *
 * <p>A nonce serves once. At most 1,024 are outstanding; one more displaces the oldest.
 */
final class SecretGate implements NodeGate {
  private static final System.Logger LOG = System.getLogger(SecretGate.class.getName());
  private static final int NONCE_BYTES = 32;
  private static final int MAX_OUTSTANDING = 1_024;
  private static final int MAX_LOGGED = 256;

  private final ClusterSecret secret;
  private final Remote behind;
  private final SecureRandom random = new SecureRandom();

  /** Nonces given out and not used yet, oldest first. Guarded by itself. */
  private final LinkedHashSet<ByteBuffer> outstanding = new LinkedHashSet<>();

  /** Callers whose refusal has been logged. Guarded by itself. */
  private final Set<String> logged = new HashSet<>();

  SecretGate(ClusterSecret secret, Remote behind) {
    this.secret = secret;
    this.behind = behind;
  }

  @Override
  public byte[] challenge() {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    synchronized (outstanding) {
      if (outstanding.size() >= MAX_OUTSTANDING) {
        outstanding.remove(outstanding.iterator().next());
      }
      outstanding.add(ByteBuffer.wrap(nonce));
    }
    return nonce.clone();
  }

  @Override
  public Remote enter(byte[] nonce, byte[] proof) throws AccessRefusedException {
    boolean fresh;
    synchronized (outstanding) {
      fresh = outstanding.remove(ByteBuffer.wrap(nonce));
    }
    if (!fresh) {
      throw refuse("The challenge is unknown, used or too old; ask for a new one");
    }
    if (!secret.verifies(nonce, proof)) {
      throw refuse("Wrong cluster secret; use the secret file of the cluster that runs here");
    }
    return behind;
  }

  private AccessRefusedException refuse(String message) {
    String caller = caller();
    synchronized (logged) {
      if (logged.size() < MAX_LOGGED && logged.add(caller)) {
        LOG.log(System.Logger.Level.WARNING, "Refused a caller from {0}: {1}", caller, message);
      }
    }
    return new AccessRefusedException(message);
  }

  private static String caller() {
    try {
      return RemoteServer.getClientHost();
    } catch (ServerNotActiveException e) {
      return "this process";
    }
  }
}
