package org.quorama.monitor.viewmodel;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.dispatch.UiDispatcher;
import org.quorama.monitor.model.Caption;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.NodeModel;
import org.quorama.monitor.model.StatusLines;
import org.quorama.monitor.viewmodel.figures.FiguresViewModel;
import org.quorama.monitor.viewmodel.lab.LabViewModel;
import org.quorama.monitor.viewmodel.select.Selected;
import org.quorama.monitor.viewmodel.select.Selection;
import org.quorama.monitor.viewmodel.time.TimeLine;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Words;
import org.quorama.raft.log.Membership;

/** The cluster as the window shows it. Confined to the JavaFX thread, after construction too. */
public final class ClusterViewModel {
  private final ModelKeeper keeper;
  private final ClusterControls controls;
  private final Presence presence;
  private final ReadOnlyObjectWrapper<ClusterModel> model;
  private final ReadOnlyStringWrapper statusLine = new ReadOnlyStringWrapper("");
  private final Selection selection = new Selection();
  private final ObservableList<NodeViewModel> nodes = FXCollections.observableArrayList();
  private final ChunksViewModel chunkMap = new ChunksViewModel();
  private final LabViewModel lab;
  private final Attempts attempts;
  private final FiguresViewModel figures;
  private final ObservableList<Caption> captions = FXCollections.observableArrayList();

  /**
   * Makes one that follows a keeper.
   *
   * @param keeper where the model comes from
   * @param dispatcher brings changes to the thread of the properties
   * @param controls what a person may do
   * @param truth where the events come from
   * @param clock the present in nanoseconds, on the clock of the trace
   */
  public ClusterViewModel(
      ModelKeeper keeper,
      UiDispatcher dispatcher,
      ClusterControls controls,
      Truth truth,
      LongSupplier clock) {
    this.keeper = keeper;
    this.attempts = new Attempts(dispatcher);
    this.controls = controls;
    this.presence = new Presence(new TimeLine(keeper.history(), dispatcher), truth, clock);
    this.lab = new LabViewModel(controls.lab(), attempts::begin);
    this.figures = new FiguresViewModel(timeLine(), dispatcher);
    this.model = new ReadOnlyObjectWrapper<>(keeper.current());
    shareTheChosenChunk();
    show(keeper.current());
    ReadOnlyObjectProperty<ClusterModel> shown = timeLine().shownProperty();
    shown.addListener(changed -> show(shown.get())); // not compared: a model is large
    keeper.listen(() -> dispatcher.refresh(presence.timeLine()::refresh));
  }

  private void shareTheChosenChunk() {
    chunkMap
        .chosenProperty()
        .addListener(
            (value, before, now) -> {
              if (now != null) {
                selection.select(new Selected.OfChunk(now));
              }
            });
    selection
        .selectedProperty()
        .addListener(
            (value, before, now) -> {
              if (now instanceof Selected.OfChunk chunk) {
                chunkMap.show(chunk.id());
              }
            });
  }

  private void show(ClusterModel now) {
    model.set(now);
    statusLine.set(new StatusLines(Words.here()).ofCluster(now));
    refreshNodes(now);
    chunkMap.update(now);
    lab.update(now);
    if (!captions.equals(now.captions())) {
      captions.setAll(now.captions());
    }
  }

  private void refreshNodes(ClusterModel now) {
    for (NodeViewModel node : nodes) {
      NodeModel known = now.nodes().get(node.id());
      if (known != null) {
        node.update(now, known, controls);
      }
    }
    List<NodeId> shown = nodes.stream().map(NodeViewModel::id).toList();
    if (!shown.equals(List.copyOf(now.nodes().keySet()))) {
      nodes.setAll(
          now.nodes().values().stream()
              .map(node -> new NodeViewModel(now, node, controls))
              .toList());
    }
  }

  /**
   * Kills a node, off this thread; what becomes of it is told by the notice and the trace.
   *
   * @param node which
   */
  public void kill(NodeId node) {
    attempts.begin(
        Phrase.of("controls.do.kill", node), () -> killed(node), () -> controls.restart(node));
  }

  private void killed(NodeId node) {
    controls.kill(node);
    keeper.change(now -> now.ended(node));
  }

  /**
   * Starts a node again, off this thread.
   *
   * @param node which
   */
  public void restart(NodeId node) {
    attempt(Phrase.of("controls.do.restart", node), it -> it.restart(node), null);
  }

  /**
   * Hands the leadership to a node, off this thread.
   *
   * @param node who is to lead
   */
  public void handOverTo(NodeId node) {
    NodeId before = model.get().leader().map(NodeModel::id).orElse(null);
    attempt(
        Phrase.of("controls.do.lead", node),
        it -> it.handOverTo(node),
        before == null ? null : it -> it.handOverTo(before));
  }

  /**
   * Changes a node's place in the cluster, off this thread.
   *
   * @param step how
   * @param node whose
   */
  public void changeMembers(Membership.Step step, NodeId node) {
    String what =
        switch (step) {
          case ADD_LEARNER -> "controls.do.learn";
          case PROMOTE -> "controls.do.vote";
          case REMOVE -> "controls.do.remove";
        };
    Membership.Change back = new Membership.Change(Membership.Step.REMOVE, node);
    attempt(
        Phrase.of(what, node),
        it -> it.changeMembers(new Membership.Change(step, node)),
        step == Membership.Step.ADD_LEARNER ? it -> it.changeMembers(back) : null);
  }

  /**
   * Does something to the processes, off this thread; what becomes of it is told by the notice.
   *
   * @param what it in a few words
   * @param action does it; may block
   * @param inverse takes it back, null if that makes no sense
   */
  public void attempt(
      Phrase what, Consumer<ClusterControls> action, @Nullable Consumer<ClusterControls> inverse) {
    attempts.begin(
        what,
        () -> action.accept(controls),
        inverse == null ? null : () -> inverse.accept(controls));
  }

  /** Takes the last thing back that can be taken back, off this thread. */
  public void undo() {
    attempts.undo();
  }

  /** Returns the last thing that can be taken back, null if there is none. */
  public ReadOnlyObjectProperty<@Nullable Phrase> undoProperty() {
    return attempts.undoProperty();
  }

  /**
   * Returns why something can never be done here, empty if it can.
   *
   * @param action what
   */
  public Optional<Phrase> refusal(Action action) {
    return controls.refusal(action);
  }

  /** Returns why nothing can be done here, empty if it can. */
  public Optional<String> unavailable() {
    return controls.unavailable();
  }

  /** Returns the latest model. */
  public ReadOnlyObjectProperty<ClusterModel> modelProperty() {
    return model.getReadOnlyProperty();
  }

  /** Returns one line on leader, term and commit. */
  public ReadOnlyStringProperty statusLineProperty() {
    return statusLine.getReadOnlyProperty();
  }

  /** Returns what became of the last thing that a person did; empty if all is well. */
  public ReadOnlyStringProperty noticeProperty() {
    return attempts.noticeProperty();
  }

  /** Returns the node chosen last, null if none; setting it chooses it. */
  public ObjectProperty<@Nullable NodeId> selectedProperty() {
    return selection.nodeProperty();
  }

  /** Returns what is chosen, on whatever screen. */
  public Selection selection() {
    return selection;
  }

  /** Returns every node, in the order of the ids. */
  public ObservableList<NodeViewModel> nodes() {
    return nodes;
  }

  /** Returns who votes, as far as is known, in the order of the ids. */
  public List<NodeId> voters() {
    return model.get().voters();
  }

  /** Returns the chunks, and the history of the chosen one. */
  public ChunksViewModel chunkMap() {
    return chunkMap;
  }

  /** Returns what a lab has done from outside, and may do. */
  public LabViewModel lab() {
    return lab;
  }

  /** Returns what is judged, counted and asked of the recording. */
  public FiguresViewModel figures() {
    return figures;
  }

  /** Returns the latest sentences, oldest first. */
  public ObservableList<Caption> captions() {
    return captions;
  }

  /** Returns where in time the window stands. */
  public TimeLine timeLine() {
    return presence.timeLine();
  }

  /** Returns where the events come from. */
  public Truth truth() {
    return presence.truthProperty().get();
  }

  /** Returns where the events that are shown come from: live only while it follows. */
  public ReadOnlyObjectProperty<Truth> truthProperty() {
    return presence.truthProperty();
  }

  /** Returns the time of what is shown in nanoseconds, on the clock of the trace. */
  public long nowNanos() {
    return presence.nowNanos();
  }

  /** Returns the protocol time of the present, in which deadlines and leases run out. */
  public long passedNanos() {
    return model.get().lab().passed(nowNanos());
  }
}
