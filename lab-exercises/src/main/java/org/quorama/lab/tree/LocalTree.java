package org.quorama.lab.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a local directory holds, with all below it. Immutable.
 *
 * @param directories all directories, the root first, each before what is in it
 * @param files all regular files, links not followed
 * @param others what is neither, or cannot be read
 * @param bytes the lengths of all files together
 */
record LocalTree(List<Path> directories, List<LocalFile> files, List<Path> others, long bytes) {
  LocalTree {
    directories = List.copyOf(directories);
    files = List.copyOf(files);
    others = List.copyOf(others);
  }

  /** A file and its length. */
  record LocalFile(Path path, long length) {}

  /** Looks at a directory. */
  static LocalTree of(Path root) throws IOException {
    List<Path> directories = new ArrayList<>();
    List<LocalFile> files = new ArrayList<>();
    List<Path> others = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            directories.add(dir);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(new LocalFile(file, attributes.size()));
            } else {
              others.add(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            others.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return new LocalTree(
        directories, files, others, files.stream().mapToLong(LocalFile::length).sum());
  }
}
