package org.quorama.protocol;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A sequence of bytes with value equality. Immutable. */
public final class Bytes implements Serializable {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private static final long serialVersionUID = 1L;

  private final byte[] content;

  /** The hash, 0 until somebody wanted it: whoever computes it computes the same. */
  private transient int hash;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /**
   * Returns a copy of an array as bytes.
   *
   * @param content what to copy
   */
  public static Bytes copyOf(byte[] content) {
    return new Bytes(content.clone());
  }

  /**
   * Wraps an array without a copy; the caller gives it up.
   *
   * @param content what nobody changes from now on
   */
  public static Bytes wrap(byte[] content) {
    return new Bytes(content);
  }

  /**
   * Returns the UTF-8 bytes of a text.
   *
   * @param text what to encode
   */
  public static Bytes ofUtf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns how many bytes there are. */
  public int length() {
    return content.length;
  }

  /** Returns a copy of the bytes. */
  public byte[] toArray() {
    return content.clone();
  }

  /**
   * Returns the array itself, for encoders and disks that only read it.
   *
   * @return what the caller must not change
   */
  public byte[] unsafeArray() {
    return content;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(content);
      hash = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
