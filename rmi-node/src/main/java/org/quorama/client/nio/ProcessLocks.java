package org.quorama.client.nio;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks that channels of this process hold. Other processes do not see them: a program that
 * runs on several machines must agree in another way who writes. Thread-safe.
 */
final class ProcessLocks {
  /**
   * What is locked.
   *
   * @param position the first byte
   * @param size how many
   * @param shared whether others may hold it as well
   */
  record Region(long position, long size, boolean shared) {}

  private final List<Held> held = new ArrayList<>();

  /** Locks a region; throws if this process has locked a part of it, as a local file would. */
  synchronized FileLock lock(QuoramaChannel channel, Region region) {
    for (Held other : held) {
      boolean same = other.file == channel.file();
      if (same && other.overlaps(region.position(), region.size())) {
        throw new OverlappingFileLockException();
      }
    }
    Held lock = new Held(channel, region);
    held.add(lock);
    return lock;
  }

  synchronized void releaseAll(QuoramaChannel channel) {
    held.removeIf(lock -> lock.acquiredBy() == channel);
  }

  private synchronized boolean holds(Held lock) {
    return held.contains(lock);
  }

  private synchronized void remove(Held lock) {
    held.remove(lock);
  }

  private final class Held extends FileLock {
    private final OpenFile file;

    Held(QuoramaChannel channel, Region region) {
      super(channel, region.position(), region.size(), region.shared());
      this.file = channel.file();
    }

    @Override
    public boolean isValid() {
      return acquiredBy().isOpen() && holds(this);
    }

    @Override
    public void release() throws IOException {
      if (!acquiredBy().isOpen()) {
        throw new ClosedChannelException();
      }
      remove(this);
    }
  }
}
