package org.quorama.runtime.record;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes objects in a short form: a class is named once in a boot and has a number from then on, so
 * what is written is read only in order. Confined to its recorder.
 */
final class InputWriter {
  /** The number of a class that was not named yet; its name follows. */
  static final int NAMED_NOW = 0xFFFF;

  private final Map<String, Integer> numbers = new HashMap<>();

  byte[] write(Serializable value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new Stream(bytes)) {
      out.writeObject(value);
    } catch (IOException e) {
      throw new IllegalStateException("An input has no serialised form: " + value, e);
    }
    return bytes.toByteArray();
  }

  private final class Stream extends ObjectOutputStream {
    Stream(OutputStream out) throws IOException {
      super(out);
    }

    @Override
    protected void writeStreamHeader() {
      // Every object has a stream of its own; a header would be most of a short one.
    }

    @Override
    protected void writeClassDescriptor(ObjectStreamClass type) throws IOException {
      Integer number = numbers.putIfAbsent(type.getName(), numbers.size());
      if (number == null) {
        writeShort(NAMED_NOW);
        writeUTF(type.getName());
      } else {
        writeShort(number);
      }
    }
  }
}
