package org.quorama.monitor.view.control;

import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.quorama.monitor.words.Words;

/**
 * How much slower time passes, from as usual to a hundred times, in equal steps of equal factors.
 * Confined to the JavaFX thread.
 */
public final class PaceSlider extends HBox {
  private static final double DECADES = 2;

  private final Words words;
  private final Slider slider = new Slider(0, DECADES, 0);
  private final Label value = new Label();
  private IntConsumer onChosen = dilation -> {};
  private boolean shows;

  /**
   * Makes one that stands at the usual pace.
   *
   * @param words the language
   */
  public PaceSlider(Words words) {
    super(6);
    this.words = words;
    setAlignment(Pos.CENTER_LEFT);
    slider.setId("pace");
    slider.setMajorTickUnit(1);
    slider.setMinorTickCount(0);
    slider.setShowTickMarks(true);
    slider.setBlockIncrement(0.25);
    slider.setAccessibleText(words.text("controls.lab.pace"));
    setHgrow(slider, Priority.ALWAYS);
    value.setId("pace-value");
    value.setMinWidth(USE_PREF_SIZE);
    getChildren().addAll(slider, value);
    slider
        .valueProperty()
        .addListener(
            (changed, before, now) -> {
              say();
              if (!slider.isValueChanging()) {
                choose();
              }
            });
    slider
        .valueChangingProperty()
        .addListener(
            (changed, before, now) -> {
              if (!now) {
                choose();
              }
            });
    say();
  }

  private void say() {
    int times = dilation();
    value.setText(
        times == 1 ? words.text("controls.lab.usual") : words.text("controls.lab.slower", times));
    slider.setAccessibleHelp(value.getText());
  }

  private void choose() {
    if (!shows) {
      onChosen.accept(dilation());
    }
  }

  /** Returns how much longer everything takes, from 1 to 100. */
  public int dilation() {
    return (int) Math.round(Math.pow(10, slider.getValue()));
  }

  /**
   * Stands where time passes now, unless a person is at it.
   *
   * @param dilation how much longer everything takes
   */
  public void show(int dilation) {
    if (!slider.isValueChanging() && dilation != dilation()) {
      shows = true;
      slider.setValue(Math.log10(dilation));
      shows = false;
    }
  }

  /**
   * Sets what is told when a person has chosen.
   *
   * @param told of how much longer everything takes
   */
  public void setOnChosen(IntConsumer told) {
    onChosen = told;
  }
}
