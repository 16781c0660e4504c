package org.quorama.runtime.record;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.ArrayList;
import java.util.List;

/** Reads what an {@link InputWriter} wrote in one boot, in the same order. */
final class InputReader {
  private final AllowedClasses allowed = new AllowedClasses();
  private final List<ObjectStreamClass> types = new ArrayList<>();

  /**
   * Returns the object.
   *
   * @throws IllegalArgumentException if the bytes are damaged, or hold a class that is not allowed
   */
  <T> T read(byte[] bytes, Class<T> wanted) {
    try (ObjectInputStream in = new Stream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(allowed.filter(bytes.length));
      return wanted.cast(in.readObject());
    } catch (IOException | ClassNotFoundException | RuntimeException e) {
      throw new IllegalArgumentException("cannot be read: " + e, e);
    }
  }

  private final class Stream extends ObjectInputStream {
    Stream(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected void readStreamHeader() {
      // There is none.
    }

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException, ClassNotFoundException {
      int number = readUnsignedShort();
      if (number != InputWriter.NAMED_NOW) {
        return types.get(number);
      }
      Class<?> type = Class.forName(readUTF(), false, InputReader.class.getClassLoader());
      if (!allowed.allows(type)) {
        throw new InvalidClassException(type.getName(), "is not expected in a recording");
      }
      ObjectStreamClass described = ObjectStreamClass.lookupAny(type);
      types.add(described);
      return described;
    }
  }
}
