package org.quorama.monitor.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Separator;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.quorama.monitor.view.screen.Screen;
import org.quorama.monitor.words.Words;

/**
 * The screens of the window: one at a time behind its tab, or four as tiles for a projector. What
 * is not shown is not in the window, and is not drawn.
 */
final class Deck extends BorderPane {
  private final Map<String, Screen> screens = new LinkedHashMap<>();
  private final Map<String, Toggle> tabs = new HashMap<>();
  private final ToggleGroup group = new ToggleGroup();
  private final ToggleButton tiled = new ToggleButton();
  private final FlowPane bar = new FlowPane(4, 4);
  private final StackPane place = new StackPane();
  private final Tiles tiles;
  private List<Screen> shown = new ArrayList<>();
  private String key;
  private Runnable onShown = () -> {};

  /** Shows the first of some screens; their tabs have the words of {@code screens.tab}. */
  Deck(List<Screen> all, Words words) {
    key = all.get(0).key();
    all.forEach(screen -> add(screen, words.text("screens.tab." + screen.key())));
    tiles = new Tiles(all, words, this::refresh);
    tiled.setId("tiles");
    tiled.setText(words.text("screens.tab.tiles"));
    tiled.setMinWidth(Region.USE_PREF_SIZE);
    tiled.selectedProperty().addListener((value, before, now) -> refresh());
    bar.getChildren().addAll(new Separator(Orientation.VERTICAL), tiled);
    bar.setMinWidth(0);
    bar.setAlignment(Pos.CENTER_LEFT);
    bar.setPadding(new Insets(4, 12, 4, 12));
    bar.setId("tabs");
    setCenter(place);
    refresh();
  }

  /** Returns the tabs, which stand above all, over the whole width of the window. */
  Region tabs() {
    return bar;
  }

  /** Returns the names of all screens, in the order of their tabs. */
  List<String> keys() {
    return List.copyOf(screens.keySet());
  }

  private void add(Screen screen, String word) {
    screens.put(screen.key(), screen);
    ToggleButton tab = new ToggleButton(word);
    tab.setId("tab-" + screen.key());
    tab.setToggleGroup(group);
    tab.setMinWidth(Region.USE_PREF_SIZE);
    tab.setOnAction(pressed -> show(screen.key()));
    tabs.put(screen.key(), tab);
    bar.getChildren().add(tab);
  }

  /** Puts something behind the word of a tab that a person is to see on any screen. */
  void mark(String name, String sign) {
    if (tabs.get(name) instanceof ToggleButton tab) {
      String word = String.valueOf(tab.getProperties().computeIfAbsent(name, of -> tab.getText()));
      tab.setText(sign.isEmpty() ? word : word + "  " + sign);
    }
  }

  /** Shows one screen alone. Returns false if there is none of that name. */
  boolean show(String name) {
    if (!screens.containsKey(name)) {
      return false;
    }
    key = name;
    tiled.setSelected(false);
    refresh();
    return true;
  }

  /** Shows the next screen alone, or the one before; after the last comes the first. */
  void showNext(int step) {
    List<Toggle> all = group.getToggles();
    int at = all.indexOf(tabs.get(key));
    Toggle next = all.get(Math.floorMod(at + step, all.size()));
    tabs.entrySet().stream()
        .filter(tab -> tab.getValue().equals(next))
        .map(Map.Entry::getKey)
        .findFirst()
        .ifPresent(this::show);
  }

  /** Shows four screens at once, or one again. */
  void tile(boolean now) {
    tiled.setSelected(now);
  }

  boolean isTiled() {
    return tiled.isSelected();
  }

  /** Returns the name of the screen that is shown, or would be without the tiles. */
  String shown() {
    return key;
  }

  private void refresh() {
    group.selectToggle(isTiled() ? null : tabs.get(key));
    place.getChildren().clear();
    tiles.clear();
    if (isTiled()) {
      shown = tiles.fill();
      place.getChildren().add(tiles);
    } else {
      Screen screen = screens.get(key);
      shown = screen == null ? List.of() : List.of(screen);
      shown.forEach(each -> place.getChildren().add(each.content()));
    }
    onShown.run();
  }

  /** Does something whenever other screens are in sight. */
  void setOnShown(Runnable action) {
    onShown = action;
  }

  /** Does something with every screen in sight. */
  void forEachShown(Consumer<Screen> action) {
    shown.forEach(action);
  }
}
