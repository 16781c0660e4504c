package org.quorama.remote;

/** All that a node does for others: what its gate hands out to those who know the secret. */
interface NodeServices extends RaftPeer, ChunkPeer, FileService, NodeService {}
