/**
 * The file-system client: finds the leader, writes through primaries, reads from any replica. Band
 * B.
 *
 * <p>It keeps no file and knows no RMI: nodes are {@link org.quorama.remote.NodePort}s. It is not
 * the command line, which lives in lab-exercises. Reading order: {@link
 * org.quorama.client.QuoramaClient}, then {@code MasterCalls}, {@code ChunkUpload} and {@code
 * FileDownload}.
 */
@NullMarked
package org.quorama.client;

import org.jspecify.annotations.NullMarked;
