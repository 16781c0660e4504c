package org.quorama.monitor.viewmodel.select;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;

class SelectionTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");

  private final Selection selection = new Selection();

  @Test
  void whatIsAboutANodeChoosesTheNode() {
    selection.select(new Selected.OfEntry(N2, 7));
    assertThat(selection.nodeProperty().get()).isEqualTo(N2);
    assertThat(selection.selectedProperty().get()).isEqualTo(new Selected.OfEntry(N2, 7));
  }

  @Test
  void aChunkLeavesTheNodeChosen() {
    selection.select(new Selected.OfNode(N1));
    selection.select(new Selected.OfChunk("c00000001"));
    assertThat(selection.nodeProperty().get()).isEqualTo(N1);
  }

  @Test
  void choosingANodeTakesThePlaceOfWhatIsAboutAnother() {
    selection.select(new Selected.OfEntry(N2, 7));
    selection.nodeProperty().set(N1);
    assertThat(selection.selectedProperty().get()).isEqualTo(new Selected.OfNode(N1));
    selection.clear();
    assertThat(selection.nodeProperty().get()).isNull();
    assertThat(selection.selectedProperty().get()).isNull();
  }
}
