package org.quorama.monitor.view;

import org.quorama.monitor.model.Lab;
import org.quorama.monitor.view.keys.Keys;
import org.quorama.monitor.view.time.TimeBar;
import org.quorama.monitor.viewmodel.Action;
import org.quorama.monitor.viewmodel.ClusterViewModel;
import org.quorama.monitor.viewmodel.control.ControlsViewModel;
import org.quorama.monitor.viewmodel.select.Selected;

/** Gives the window its keys. Lives for the making of a window. */
final class WindowKeys {
  private static final String NODE = "node";
  private static final String ALL = "all";
  private static final String TIME = "time";
  private static final String WINDOW = "window";
  private static final int MOST = 9;

  private final Keys keys;
  private final ControlsViewModel controls;

  WindowKeys(Keys keys, ControlsViewModel controls) {
    this.keys = keys;
    this.controls = controls;
  }

  void ofNodes() {
    keys.show(NODE, "1–9", "frame.key.choose");
    for (int digit = 1; digit <= MOST; digit++) {
      int place = digit - 1;
      keys.add(NODE, Integer.toString(digit), "", () -> choose(place));
    }
    act("k", "kill", Action.KILL);
    act("r", "restart", Action.RESTART);
    act("x", "isolate", Action.ISOLATE);
    keys.add(NODE, "z", "frame.key.pause", this::pause);
    act("l", "lead", Action.LEAD);
    act("e", "elect", Action.ELECT);
  }

  private void choose(int place) {
    ClusterViewModel cluster = controls.cluster();
    if (place < cluster.nodes().size()) {
      cluster.selection().select(new Selected.OfNode(cluster.nodes().get(place).id()));
    }
  }

  private void act(String cap, String text, Action action) {
    keys.add(NODE, cap, "frame.key." + text, () -> controls.perform(action));
  }

  private void pause() {
    boolean paused = controls.whyNotProperty(Action.RESUME).get().isEmpty();
    controls.perform(paused ? Action.RESUME : Action.PAUSE);
  }

  void ofAll(Cards cards) {
    keys.add(ALL, "s", "frame.key.partition", cards::askForSides);
    keys.add(ALL, "h", "frame.key.heal", () -> controls.perform(Action.HEAL));
    keys.add(ALL, "a", "frame.key.append", () -> cards.askForText(Action.APPEND));
    keys.add(ALL, "w", "frame.key.put", () -> cards.askForText(Action.PUT));
    keys.add(ALL, "v", "frame.key.freeze", this::freeze);
    keys.add(ALL, "u", "frame.key.undo", controls::undo);
  }

  private void freeze() {
    if (!controls.whyNot(Action.PACE, null).isEmpty()) {
      return;
    }
    Lab lab = controls.cluster().lab().labProperty().get();
    if (lab.frozen()) {
      controls.cluster().lab().run(lab.dilation());
    } else {
      controls.cluster().lab().freeze();
    }
  }

  void ofTime(TimeBar bar) {
    time(bar, " ", "play");
    time(bar, "n", "on");
    time(bar, "p", "back");
    time(bar, "N", "onMessage");
    time(bar, "P", "backMessage");
    time(bar, "[", "slower");
    time(bar, "]", "faster");
    time(bar, "m", "bookmark");
    time(bar, "b", "branch");
    keys.show(TIME, "End", "frame.key.end");
    keys.show(TIME, "Home", "frame.key.home");
  }

  private void time(TimeBar bar, String cap, String text) {
    keys.add(TIME, cap, "frame.key." + text, () -> bar.typed(cap));
  }

  void ofWindow(Deck deck, SidePanel side, Runnable look, Runnable calm) {
    keys.add(WINDOW, ".", "frame.key.screen", () -> deck.showNext(1));
    keys.add(WINDOW, ",", "frame.key.screenBack", () -> deck.showNext(-1));
    keys.add(WINDOW, "g", "frame.key.tiles", () -> deck.tile(!deck.isTiled()));
    keys.add(WINDOW, "i", "frame.key.inspect", side::toggleInspector);
    keys.add(WINDOW, "f", "frame.key.faults", side::toggleLab);
    keys.add(WINDOW, "c", "frame.key.chunk", () -> controls.cluster().chunkMap().chooseNext());
    keys.add(WINDOW, "t", "frame.key.theme", look);
    keys.add(WINDOW, "o", "frame.key.calm", calm);
  }

  void ofHelp(Cards cards) {
    keys.add(WINDOW, "T", "frame.key.tour", cards::tour);
    keys.addAlways(WINDOW, "?", "frame.key.help", cards::help);
    keys.show(WINDOW, "Esc", "frame.key.close");
  }
}
