package org.quorama.runtime.core;

import java.io.Serializable;
import org.quorama.chunk.ChunkConfig;
import org.quorama.metadata.MasterConfig;
import org.quorama.raft.RaftConfig;

/**
 * The settings of a node's cores. Immutable.
 *
 * @param raft of Raft
 * @param master of the master
 * @param chunk of the chunkserver
 */
public record NodeCoreConfig(RaftConfig raft, MasterConfig master, ChunkConfig chunk)
    implements Serializable {}
