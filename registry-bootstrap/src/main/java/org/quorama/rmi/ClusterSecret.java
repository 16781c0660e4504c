package org.quorama.rmi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.rmi.Remote;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that every process of a cluster knows and nobody else. Immutable, thread-safe.
 *
 * <p>It never travels: a caller proves that it knows it by an HMAC-SHA256 over a nonce.
 */
public final class ClusterSecret {
  private static final int SIZE_BYTES = 32;
  private static final int MAX_FILE_BYTES = 1024;
  private static final String MAC = "HmacSHA256";

  private final byte[] key;

  private ClusterSecret(byte[] key) {
    this.key = key;
  }

  /**
   * Makes a new secret and writes it to a file that only its owner may read.
   *
   * @param file where to; must not exist
   * @throws IllegalArgumentException if the file exists
   * @throws UncheckedIOException if it cannot be written
   */
  public static ClusterSecret create(Path file) {
    byte[] key = new byte[SIZE_BYTES];
    new SecureRandom().nextBytes(key);
    try {
      Files.createFile(file, ownerOnly(file));
      Files.writeString(
          file, Base64.getEncoder().encodeToString(key) + "\n", StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          "There is a secret in " + file + " already; delete it to make a new one", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the cluster secret to " + file, e);
    }
    return new ClusterSecret(key);
  }

  /**
   * Reads a secret that {@link #create} wrote.
   *
   * @param file where it is
   * @throws IllegalArgumentException if the file is missing or holds something else
   * @throws UncheckedIOException if it cannot be read
   */
  public static ClusterSecret read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IllegalArgumentException(file + " is too long for a cluster secret");
      }
      return ofBytes(Base64.getDecoder().decode(Files.readString(file).strip()));
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "No cluster secret in " + file + "; is the cluster up, and is this its directory?", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " holds no cluster secret (Base64 text of 32 bytes)", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the cluster secret in " + file, e);
    }
  }

  /**
   * Returns the secret made of these bytes.
   *
   * @param bytes exactly 32 of them; copied
   * @throws IllegalArgumentException if there are more or fewer
   */
  public static ClusterSecret ofBytes(byte[] bytes) {
    if (bytes.length != SIZE_BYTES) {
      throw new IllegalArgumentException("A cluster secret has 32 bytes, not " + bytes.length);
    }
    return new ClusterSecret(bytes.clone());
  }

  /**
   * Returns the HMAC-SHA256 of a nonce under this secret.
   *
   * @param nonce the other side's challenge
   */
  public byte[] prove(byte[] nonce) {
    return hmac("prove", nonce);
  }

  /**
   * Returns a gate that lets in whoever proves that it knows the secret. Thread-safe.
   *
   * @param behind what a caller gets then; must be exported
   */
  public NodeGate guard(Remote behind) {
    return new SecretGate(this, behind);
  }

  /**
   * Returns whether a proof was made with this secret; takes the same time for every wrong one.
   *
   * @param nonce the challenge
   * @param proof the answer to it
   */
  public boolean verifies(byte[] nonce, byte[] proof) {
    return MessageDigest.isEqual(prove(nonce), proof);
  }

  /**
   * Derives a key for another purpose, from which this secret cannot be computed.
   *
   * @param purpose what the key is for; another purpose gives an unrelated key
   * @param bytes its length, 1 to 32
   * @throws IllegalArgumentException if the length is out of range
   */
  public byte[] derive(String purpose, int bytes) {
    if (bytes < 1 || bytes > SIZE_BYTES) {
      throw new IllegalArgumentException("A derived key has 1 to 32 bytes, not " + bytes);
    }
    return Arrays.copyOf(hmac("derive", purpose.getBytes(StandardCharsets.UTF_8)), bytes);
  }

  /** Returns a text that does not show the secret. */
  @Override
  public String toString() {
    return "ClusterSecret[hidden]";
  }

  private byte[] hmac(String use, byte[] message) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      mac.update(use.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + MAC + "; use a full JDK 17", e);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    Set<String> views = file.getFileSystem().supportedFileAttributeViews();
    return views.contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
