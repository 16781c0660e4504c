package org.quorama.discovery;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.security.MessageDigest;
import org.jgroups.Message;
import org.jgroups.auth.AuthToken;

/**
 * What a joining member shows to the others: a key derived from the cluster secret.
 *
 * <p>It travels only inside encrypted messages. Public because JGroups makes the received ones.
 */
public final class SecretToken extends AuthToken {
  private static final int KEY_BYTES = 32;

  /** 32 bytes; zeros in a token that has not been read yet. */
  private final byte[] key = new byte[KEY_BYTES];

  /** Makes an empty token, to be read into. */
  public SecretToken() {
    // Filled by readFrom.
  }

  SecretToken(byte[] key) {
    System.arraycopy(key, 0, this.key, 0, KEY_BYTES);
  }

  @Override
  public String getName() {
    return SecretToken.class.getName();
  }

  @Override
  public int size() {
    return KEY_BYTES;
  }

  @Override
  public boolean authenticate(AuthToken token, Message message) {
    return token instanceof SecretToken other && MessageDigest.isEqual(key, other.key);
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.write(key);
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    in.readFully(key);
  }
}
