package org.quorama.monitor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.LabTrace;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.MasterTrace;
import org.quorama.trace.TraceDetail;

class ReplicaPrintTest {
  private static final String CHUNK = "c00000001";

  private ClusterModel model = ClusterModel.of(List.of());
  private long seq;

  private void told(NodeId node, TraceDetail detail) {
    model = model.fold(LabTrace.event(node, ++seq, detail));
  }

  private void applied(NodeId node, long serial) {
    told(node, new ChunkTrace.MutationApplied(CHUNK, 2, serial, serial * 100, 100));
  }

  private long print(NodeId node) {
    return Objects.requireNonNull(model.chunks().get(CHUNK)).replicaOf(node).print();
  }

  @Test
  void replicasThatAppliedTheSameWritesHaveTheSamePrint() {
    for (NodeId node : List.of(LabTrace.N1, LabTrace.N2)) {
      applied(node, 1);
      applied(node, 2);
    }
    applied(LabTrace.N3, 1);
    assertThat(print(LabTrace.N1)).isEqualTo(print(LabTrace.N2)).isNotZero();
    assertThat(print(LabTrace.N3)).isNotEqualTo(print(LabTrace.N1));
  }

  private String region() {
    return Objects.requireNonNull(model.chunks().get(CHUNK)).regionWord();
  }

  @Test
  void regionsAreConsistentWhereAllReplicasAppliedTheSame() {
    List<NodeId> replicas = List.of(LabTrace.N1, LabTrace.N2);
    told(LabTrace.N3, new MasterTrace.ChunkPlaced("/f", 0, CHUNK, replicas));
    replicas.forEach(node -> told(node, new ChunkTrace.VersionStored(CHUNK, 2)));
    assertThat(region()).isEmpty();
    applied(LabTrace.N1, 1);
    assertThat(region()).as("one alone").isEmpty();
    applied(LabTrace.N2, 1);
    assertThat(region()).isEqualTo("consistent");
    applied(LabTrace.N1, 2);
    assertThat(region()).isEqualTo("inconsistent");
    applied(LabTrace.N2, 2);
    assertThat(region()).isEqualTo("consistent");
  }

  @Test
  void aCopyHasThePrintOfItsSource() {
    applied(LabTrace.N1, 1);
    applied(LabTrace.N1, 2);
    told(LabTrace.N3, new ChunkTrace.ReplicaCopied(CHUNK, 2, LabTrace.N1, 200));
    assertThat(print(LabTrace.N3)).isEqualTo(print(LabTrace.N1));
  }
}
