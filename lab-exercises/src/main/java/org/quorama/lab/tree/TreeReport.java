package org.quorama.lab.tree;

import java.util.List;

/**
 * What became of a tree. Immutable.
 *
 * @param files how many files were moved
 * @param equal how many files were there already, byte for byte
 * @param bytes how many bytes were moved
 * @param skipped what is neither a file nor a directory, in words
 * @param failures what could not be moved and why, in words; empty if all is well
 */
public record TreeReport(
    int files, int equal, long bytes, List<String> skipped, List<String> failures) {
  /** Copies the lists. */
  public TreeReport {
    skipped = List.copyOf(skipped);
    failures = List.copyOf(failures);
  }
}
