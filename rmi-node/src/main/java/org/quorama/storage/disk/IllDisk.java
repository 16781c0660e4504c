package org.quorama.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.quorama.trace.FaultTrace.DiskCondition;

/**
 * A disk that is slow, full, or fails to force while a lab wants it, and as good as the one behind
 * it otherwise. What it refuses it has not done. Thread-safe.
 */
public final class IllDisk extends ForwardingDisk {
  private volatile Illness illness = new Illness(DiskCondition.HEALTHY, 0);

  private record Illness(DiskCondition condition, long delayNanos) {}

  /**
   * Makes one that is healthy.
   *
   * @param disk the one behind it
   */
  public IllDisk(Disk disk) {
    super(disk);
  }

  /**
   * Makes the disk ill, or healthy again, for all files that are open or will be.
   *
   * @param condition how
   * @param delay how much longer it takes to force a file if the disk is slow
   */
  public void fallIll(DiskCondition condition, Duration delay) {
    illness = new Illness(condition, delay.toNanos());
  }

  /** Returns how the disk behaves. */
  public DiskCondition condition() {
    return illness.condition();
  }

  @Override
  public ForcedFile open(Path file) throws IOException {
    refuseIfFull(!Files.exists(file));
    return new IllFile(super.open(file));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    beforeForce();
    super.forceDirectory(directory);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    refuseIfFull(!Files.exists(directory));
    super.makeDirectory(directory);
  }

  @Override
  public long bytesFree(Path directory) {
    return illness.condition() == DiskCondition.FULL ? 0 : super.bytesFree(directory);
  }

  private void refuseIfFull(boolean needsRoom) throws IOException {
    if (needsRoom && illness.condition() == DiskCondition.FULL) {
      throw new IOException("No space left on device: a lab wants it so");
    }
  }

  private void beforeForce() throws IOException {
    Illness now = illness;
    if (now.condition() == DiskCondition.FSYNC_ERROR) {
      throw new IOException("The disk cannot force what was written: a lab wants it so");
    }
    if (now.condition() == DiskCondition.SLOW) {
      waitFor(now.delayNanos());
    }
  }

  private static void waitFor(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private final class IllFile extends Opened {
    IllFile(ForcedFile file) {
      super(file);
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      if (illness.condition() == DiskCondition.FULL) {
        refuseIfFull(at + from.remaining() > size());
      }
      super.write(from, at);
    }

    @Override
    public void force() throws IOException {
      beforeForce();
      super.force();
    }
  }
}
