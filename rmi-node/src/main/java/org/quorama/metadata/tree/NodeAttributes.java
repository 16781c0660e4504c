package org.quorama.metadata.tree;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quorama.metadata.command.CommandReader;
import org.quorama.metadata.command.CommandWriter;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FileOperation.SetAttribute;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/** The attributes of one file or directory: versioned registers by name. */
final class NodeAttributes {
  static final int MAX_NAME_BYTES = 255;
  static final int MAX_VALUE_BYTES = 64 << 10;
  static final int MAX_ATTRIBUTES = 64;

  private final SortedMap<String, Register> registers = new TreeMap<>();

  /**
   * One attribute.
   *
   * @param name its name
   * @param value its value and version
   * @param hash its share of the digest
   */
  record Register(String name, OperationValue.Attribute value, long hash) {
    static Register of(long node, String name, long version, Bytes value) {
      long hash = StateDigest.hash(5, node, StateDigest.part(name), version, value.hashCode());
      return new Register(name, new OperationValue.Attribute(version, value), hash);
    }
  }

  /** Tells whether what is to be set is within the bounds. */
  static boolean isWithinBounds(SetAttribute set) {
    return isName(set.name())
        && set.value().length() <= MAX_VALUE_BYTES
        && set.ifVersion() >= FileOperation.ANY_VERSION;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && FilePath.isUnicode(name)
        && name.length() <= MAX_NAME_BYTES
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
  }

  /** Returns whether an attribute may be set: it has the version that it must have. */
  ErrorCode check(SetAttribute set) {
    Register known = registers.get(set.name());
    long version = known == null ? 0 : known.value().version();
    if (set.ifVersion() != FileOperation.ANY_VERSION && set.ifVersion() != version) {
      return ErrorCode.STALE_VERSION;
    }
    boolean full = known == null && registers.size() >= MAX_ATTRIBUTES;
    return full ? ErrorCode.INVALID : ErrorCode.NONE;
  }

  /** Sets an attribute; returns what it was before, null if it was not. */
  @Nullable Register put(Register register) {
    return registers.put(register.name(), register);
  }

  @Nullable Register get(String name) {
    return registers.get(name);
  }

  /** Returns the time that a client gave, 0 if none did. */
  long modifiedMillis() {
    Register time = registers.get(OperationValue.Attributes.MODIFIED);
    if (time == null || time.value().value().length() != Long.BYTES) {
      return 0;
    }
    long millis = 0;
    for (byte part : time.value().value().unsafeArray()) {
      millis = millis << Byte.SIZE | (part & 0xff);
    }
    return millis;
  }

  static void write(@Nullable NodeAttributes attributes, CommandWriter to) {
    to.writeInt(attributes == null ? 0 : attributes.registers.size());
    if (attributes != null) {
      for (Register register : attributes.registers.values()) {
        to.writeText(register.name());
        to.writeLong(register.value().version());
        to.writeBytes(register.value().value());
      }
    }
  }

  static @Nullable NodeAttributes read(long node, CommandReader from) {
    int count = from.readCount();
    if (count == 0) {
      return null;
    }
    NodeAttributes attributes = new NodeAttributes();
    for (int left = count; left > 0; left--) {
      attributes.put(Register.of(node, from.readText(), from.readLong(), from.readBytes()));
    }
    return attributes;
  }

  /** Returns the same attributes for another node. */
  NodeAttributes of(long node) {
    NodeAttributes copy = new NodeAttributes();
    for (Register register : registers.values()) {
      OperationValue.Attribute value = register.value();
      copy.put(Register.of(node, register.name(), value.version(), value.value()));
    }
    return copy;
  }

  /** Returns all of them, by name. */
  Collection<Register> all() {
    return registers.values();
  }
}
