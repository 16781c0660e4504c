package org.quorama.storage;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.quorama.chunk.ChunkId;
import org.quorama.storage.disk.ForcedFile;

/**
 * The files of the replicas that were used last, kept open: at most so many, and those in use.
 * Thread-safe.
 */
final class OpenFiles implements Closeable {
  private final Opener opener;
  private final int bound;

  /** The one that was used least recently is first; guarded by this. */
  private final Map<ChunkId, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(Opener opener, int bound) {
    this.opener = opener;
    this.bound = bound;
  }

  /** Opens the file of a replica. */
  interface Opener {
    ForcedFile open(ChunkId id) throws IOException;
  }

  /** An open file on loan. Closing gives it back. */
  final class Handle implements Closeable {
    final ForcedFile file;

    /** How many have it on loan; guarded by the open files. */
    private int users;

    private boolean retired;

    private Handle(ForcedFile file) {
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      giveBack(this);
    }
  }

  /** Lends the file of a replica. */
  synchronized Handle lend(ChunkId id) throws IOException {
    Handle handle = handles.get(id);
    if (handle == null) {
      handle = new Handle(opener.open(id));
      handles.put(id, handle);
    }
    handle.users++;
    closeOldest();
    return handle;
  }

  private void closeOldest() throws IOException {
    Iterator<Handle> oldest = handles.values().iterator();
    while (handles.size() > bound && oldest.hasNext()) {
      Handle handle = oldest.next();
      if (handle.users == 0) {
        oldest.remove();
        handle.file.close();
      }
    }
  }

  private synchronized void giveBack(Handle handle) throws IOException {
    handle.users--;
    if (handle.retired && handle.users == 0) {
      handle.file.close();
    }
  }

  /** Closes a file, once nobody uses it; its name may stand for another one from now on. */
  synchronized void retire(ChunkId id) throws IOException {
    Handle handle = handles.remove(id);
    if (handle != null) {
      retire(handle);
    }
  }

  private static void retire(Handle handle) throws IOException {
    handle.retired = true;
    if (handle.users == 0) {
      handle.file.close();
    }
  }

  synchronized int size() {
    return handles.size();
  }

  @Override
  public synchronized void close() throws IOException {
    for (Handle handle : handles.values()) {
      retire(handle);
    }
    handles.clear();
  }
}
