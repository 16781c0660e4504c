package org.quorama.client.nio;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.client.nio.FileCalls.Entry;

/**
 * What a path was when it was asked for. Immutable.
 *
 * <p>The cluster keeps one time, that of the last change; it stands for the other two as well, and
 * is the epoch if nobody ever said it. There is no file key: a snapshot makes many files at once.
 *
 * @param entry what the cluster said
 */
record PathAttributes(Entry entry) implements BasicFileAttributes {
  @Override
  public FileTime lastModifiedTime() {
    return FileTime.fromMillis(entry.modifiedMillis());
  }

  @Override
  public FileTime lastAccessTime() {
    return lastModifiedTime();
  }

  @Override
  public FileTime creationTime() {
    return lastModifiedTime();
  }

  @Override
  public boolean isRegularFile() {
    return !entry.directory();
  }

  @Override
  public boolean isDirectory() {
    return entry.directory();
  }

  @Override
  public boolean isSymbolicLink() {
    return false;
  }

  @Override
  public boolean isOther() {
    return false;
  }

  @Override
  public long size() {
    return entry.lengthBytes();
  }

  @Override
  public @Nullable Object fileKey() {
    return null;
  }

  /**
   * Returns those that are named as {@code basic:size,isDirectory}, {@code size} or {@code *},
   * without the file key, which is none.
   */
  Map<String, Object> named(String names) {
    String list = names.startsWith("basic:") ? names.substring("basic:".length()) : names;
    if (list.indexOf(':') >= 0) {
      throw new UnsupportedOperationException("There are only basic attributes, unlike " + names);
    }
    Map<String, Object> all = all();
    List<String> wanted = Arrays.asList(list.split(",", -1));
    if (wanted.contains("*")) {
      return all;
    }
    Map<String, Object> some = new LinkedHashMap<>();
    for (String name : wanted) {
      Object value = all.get(name);
      if (value != null) {
        some.put(name, value);
      } else if (!name.equals("fileKey")) {
        throw new IllegalArgumentException("There is no attribute '" + name + "'");
      }
    }
    return some;
  }

  private Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("size", size());
    all.put("lastModifiedTime", lastModifiedTime());
    all.put("lastAccessTime", lastAccessTime());
    all.put("creationTime", creationTime());
    all.put("isRegularFile", isRegularFile());
    all.put("isDirectory", isDirectory());
    all.put("isSymbolicLink", isSymbolicLink());
    all.put("isOther", isOther());
    return all;
  }
}
