/**
 * Stores whole directories, and gets them back: many files at once, within a bound, again and again
 * until all are there. Makes local ones that are gone after use, too. Band C.
 *
 * <p>It is not the command line, and knows no terminal. Reading order: {@link
 * org.quorama.lab.tree.TreeUpload}, {@link org.quorama.lab.tree.TreeDownload}, {@code
 * StoredContent}.
 */
@NullMarked
package org.quorama.lab.tree;

import org.jspecify.annotations.NullMarked;
