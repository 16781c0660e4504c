package org.quorama.runtime.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkEffect;
import org.quorama.chunk.ChunkInput;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.MasterEffect;
import org.quorama.metadata.MasterInput;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.runtime.core.NodeEffect;
import org.quorama.runtime.core.NodeInput;

/** What cores asked for and have no answer to yet: exactly one input is to come of each. */
final class Unanswered {
  /** What the core hears if a question to another node gets no answer. */
  private final Map<Question, NodeInput> questions = new LinkedHashMap<>();

  /** What the chunkserver's own disk was asked for. */
  private final Map<CallId, ChunkEffect> work = new LinkedHashMap<>();

  private enum Sort {
    GRANT,
    REVOKE,
    CLONE,
    COPY,
    FORWARD,
    REPORT
  }

  private record Question(Sort sort, CallId call, @Nullable NodeId to) {}

  void asked(NodeEffect effect) {
    if (effect instanceof NodeEffect.OfMaster ofMaster) {
      asked(ofMaster.effect());
    } else if (effect instanceof NodeEffect.OfChunk ofChunk) {
      asked(ofChunk.effect());
    }
  }

  private void asked(MasterEffect effect) {
    if (effect instanceof MasterEffect.SendGrant send) {
      ask(
          Sort.GRANT,
          send.call(),
          send.to(),
          new MasterInput.GrantAnswered(send.call(), send.to(), false));
    } else if (effect instanceof MasterEffect.SendRevoke send) {
      ask(
          Sort.REVOKE,
          send.call(),
          send.to(),
          new MasterInput.RevokeAnswered(send.call(), send.to(), ErrorCode.INDETERMINATE));
    } else if (effect instanceof MasterEffect.SendClone send) {
      ask(
          Sort.CLONE,
          send.call(),
          send.to(),
          new MasterInput.CloneAnswered(send.call(), send.to(), ErrorCode.INDETERMINATE));
    } else if (effect instanceof MasterEffect.SendCopy send) {
      ask(
          Sort.COPY,
          send.call(),
          send.to(),
          new MasterInput.CopyAnswered(send.call(), send.to(), ErrorCode.INDETERMINATE));
    }
  }

  private void ask(Sort sort, CallId call, NodeId to, MasterInput lost) {
    questions.put(new Question(sort, call, to), new NodeInput.ForMaster(lost));
  }

  private void asked(ChunkEffect effect) {
    if (effect instanceof ChunkEffect.Forward forward) {
      questions.put(
          new Question(Sort.FORWARD, forward.call(), forward.to()),
          new NodeInput.ForChunk(
              new ChunkInput.ForwardAnswered(
                  forward.call(), forward.to(), ErrorCode.REPLICA_FAILED)));
    } else if (effect instanceof ChunkEffect.SendReport send) {
      questions.put(
          new Question(Sort.REPORT, send.call(), null),
          new NodeInput.ForChunk(new ChunkInput.ReportLost(send.call())));
    } else if (effect instanceof ChunkEffect.StoreVersion store) {
      work.put(store.call(), store);
    } else if (effect instanceof ChunkEffect.ApplyMutation store) {
      work.put(store.call(), store);
    } else if (effect instanceof ChunkEffect.CloneLocally copy) {
      work.put(copy.call(), copy);
    } else if (effect instanceof ChunkEffect.PullReplica pull) {
      work.put(pull.call(), pull);
    }
  }

  void answered(NodeInput input) {
    if (input instanceof NodeInput.ForMaster forMaster) {
      answered(forMaster.input());
    } else if (input instanceof NodeInput.ForChunk forChunk) {
      answered(forChunk.input());
    }
  }

  private void answered(MasterInput input) {
    if (input instanceof MasterInput.GrantAnswered answer) {
      questions.remove(new Question(Sort.GRANT, answer.call(), answer.from()));
    } else if (input instanceof MasterInput.RevokeAnswered answer) {
      questions.remove(new Question(Sort.REVOKE, answer.call(), answer.from()));
    } else if (input instanceof MasterInput.CloneAnswered answer) {
      questions.remove(new Question(Sort.CLONE, answer.call(), answer.from()));
    } else if (input instanceof MasterInput.CopyAnswered answer) {
      questions.remove(new Question(Sort.COPY, answer.call(), answer.from()));
    }
  }

  private void answered(ChunkInput input) {
    if (input instanceof ChunkInput.ForwardAnswered answer) {
      questions.remove(new Question(Sort.FORWARD, answer.call(), answer.from()));
    } else if (input instanceof ChunkInput.ReportAnswered answer) {
      questions.remove(new Question(Sort.REPORT, answer.call(), null));
    } else if (input instanceof ChunkInput.ReportLost lost) {
      questions.remove(new Question(Sort.REPORT, lost.call(), null));
    } else if (input instanceof ChunkInput.Stored stored) {
      work.remove(stored.call());
    } else if (input instanceof ChunkInput.CopyEnded ended) {
      work.remove(ended.call());
    }
  }

  /** Returns what the cores hear if every message under way is lost. */
  List<NodeInput> lost() {
    return List.copyOf(questions.values());
  }

  /** Returns what the chunkserver's disk has not done yet. */
  List<ChunkEffect> work() {
    return new ArrayList<>(work.values());
  }
}
