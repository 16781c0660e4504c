package org.quorama.monitor.view.time;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.viewmodel.time.RecordingDesk;
import org.quorama.monitor.viewmodel.time.RecordingDesk.Form;
import org.quorama.monitor.words.Words;

/** All that can be done with a recording as a file. */
final class FilesMenu extends MenuButton {
  private final Words words;
  private final Consumer<String> notice;
  private Function<@Nullable Form, Optional<Path>> chooser = this::choose;

  FilesMenu(RecordingDesk desk, Words words, Consumer<String> notice) {
    this.words = words;
    this.notice = notice;
    setId("time-files");
    setText(words.text("time.files"));
    setMinWidth(USE_PREF_SIZE);
    MenuItem open = new MenuItem(words.text("time.files.open"));
    open.setId("time-files-open");
    open.setOnAction(chosen -> chooser.apply(null).ifPresent(file -> desk.open(file, notice)));
    getItems().addAll(open, new SeparatorMenuItem());
    for (Form form : Form.values()) {
      MenuItem item = new MenuItem(words.text(keyOf(form)));
      item.setId("time-files-" + form.name().toLowerCase(Locale.ROOT));
      item.setOnAction(chosen -> chooser.apply(form).ifPresent(file -> write(desk, form, file)));
      getItems().add(item);
    }
  }

  private static String keyOf(Form form) {
    return "time.files." + form.name().toLowerCase(Locale.ROOT);
  }

  private void write(RecordingDesk desk, Form form, Path file) {
    notice.accept(words.text("time.files.writing", file.getFileName()));
    desk.write(form, file, news -> notice.accept(news.isEmpty() ? done(file) : news));
  }

  private String done(Path file) {
    return words.text("time.files.wrote", file);
  }

  /** Sets who asks for a file: null is for one to open. */
  void setChooser(Function<@Nullable Form, Optional<Path>> by) {
    chooser = by;
  }

  private Optional<Path> choose(@Nullable Form form) {
    FileChooser dialog = new FileChooser();
    String suffix = form == null ? Form.COPY.suffix() : form.suffix();
    String what = words.text(form == null ? "time.files.open" : keyOf(form));
    dialog.setTitle(what);
    dialog.getExtensionFilters().add(new FileChooser.ExtensionFilter(what, "*" + suffix));
    Window window = getScene().getWindow();
    if (form == null) {
      return path(dialog.showOpenDialog(window));
    }
    dialog.setInitialFileName("quorama" + suffix);
    return path(dialog.showSaveDialog(window));
  }

  private static Optional<Path> path(@Nullable File file) {
    return Optional.ofNullable(file).map(File::toPath);
  }
}
