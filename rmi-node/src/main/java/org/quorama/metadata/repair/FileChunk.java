package org.quorama.metadata.repair;

import org.quorama.chunk.ChunkId;
import org.quorama.metadata.operation.FilePath;

/**
 * A chunk of a file. Immutable.
 *
 * @param path the file
 * @param index which chunk of it, from 0
 * @param chunk the chunk
 */
public record FileChunk(FilePath path, int index, ChunkId chunk) {}
