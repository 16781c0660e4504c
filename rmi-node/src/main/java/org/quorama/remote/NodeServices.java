package org.quorama.remote;

/** All that a node does for others: what its gate hands out to those who know the secret. */
public interface NodeServices extends RaftPeer, ChunkPeer, FileService, NodeService {}
