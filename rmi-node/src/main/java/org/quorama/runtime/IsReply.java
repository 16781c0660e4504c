package org.quorama.runtime;

import org.quorama.raft.RaftMessage;

/** Tells the answers of Raft from its questions. */
final class IsReply implements RaftMessage.Handler<Boolean> {
  static final IsReply INSTANCE = new IsReply();

  private IsReply() {}

  @Override
  public Boolean requestVote(RaftMessage.RequestVote message) {
    return false;
  }

  @Override
  public Boolean requestVoteReply(RaftMessage.RequestVoteReply message) {
    return true;
  }

  @Override
  public Boolean appendEntries(RaftMessage.AppendEntries message) {
    return false;
  }

  @Override
  public Boolean appendEntriesReply(RaftMessage.AppendEntriesReply message) {
    return true;
  }

  @Override
  public Boolean preVote(RaftMessage.PreVote message) {
    return false;
  }

  @Override
  public Boolean preVoteReply(RaftMessage.PreVoteReply message) {
    return true;
  }

  @Override
  public Boolean installSnapshot(RaftMessage.InstallSnapshot message) {
    return false;
  }

  @Override
  public Boolean installSnapshotReply(RaftMessage.InstallSnapshotReply message) {
    return true;
  }

  @Override
  public Boolean timeoutNow(RaftMessage.TimeoutNow message) {
    return false;
  }

  @Override
  public Boolean timeoutNowReply(RaftMessage.TimeoutNowReply message) {
    return true;
  }
}
