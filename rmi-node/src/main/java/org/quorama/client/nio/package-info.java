/**
 * The file system as ordinary Java programs see it: a {@code java.nio.file} provider for {@code
 * quorama://host:port/path}. Band B.
 *
 * <p>It knows no RMI and no chunk: all that it asks of a cluster is the small interface {@code
 * FileCalls}. It is not the way to the fullest throughput, which is {@link
 * org.quorama.client.QuoramaClient}. Reading order: {@link
 * org.quorama.client.nio.QuoramaFileSystemProvider}, then {@code QuoramaPath}, {@code OpenFile} and
 * {@code QuoramaChannel}.
 */
@NullMarked
package org.quorama.client.nio;

import org.jspecify.annotations.NullMarked;
