package org.quorama.runtime.record;

import java.io.ObjectInputFilter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.quorama.rmi.AllowList;
import org.quorama.runtime.core.NodeInput;

/** The classes that a recording may hold; everything else is refused. Thread-safe. */
final class AllowedClasses {
  private static final AllowList LIST =
      AllowList.of(NodeInput.class, CoreOrigin.class, Duration.class);
  private static final long MAX_DEPTH = 64;

  private final ObjectInputFilter classes = LIST.filter();

  /** Tells whether objects of a class may be read. */
  boolean allows(Class<?> type) {
    return classes.checkInput(new ClassOnly(type)) == ObjectInputFilter.Status.ALLOWED;
  }

  /** Returns a filter for a stream of so many bytes, which bound all else. */
  ObjectInputFilter filter(int bytes) {
    return info -> {
      Class<?> type = info.serialClass();
      boolean bounded =
          info.depth() <= MAX_DEPTH
              && info.references() <= bytes
              && info.arrayLength() <= bytes
              && info.streamBytes() <= bytes;
      return bounded && (type == null || allows(type))
          ? ObjectInputFilter.Status.ALLOWED
          : ObjectInputFilter.Status.REJECTED;
    };
  }

  /** A class by itself: the list's bounds are those of remote calls. */
  private record ClassOnly(Class<?> type) implements ObjectInputFilter.FilterInfo {
    @Override
    public @Nullable Class<?> serialClass() {
      return type;
    }

    @Override
    public long arrayLength() {
      return -1;
    }

    @Override
    public long depth() {
      return 1;
    }

    @Override
    public long references() {
      return 1;
    }

    @Override
    public long streamBytes() {
      return 1;
    }
  }
}
