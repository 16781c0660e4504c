package org.quorama.monitor.view.log;

/**
 * How large the cells are. Immutable.
 *
 * @param left where the first entry begins, beside the names of the nodes
 * @param top where the first row begins, below the indexes
 * @param width of a cell
 * @param height of a row
 */
record Cells(double left, double top, double width, double height) {
  static final double BLOCK = 84;
  static final double MARGIN = 14;
  private static final double WIDE = 60;
  private static final double HIGH = 34;

  double x(long index, long first) {
    return left + (index - first) * width;
  }

  double y(int row) {
    return top + row * height;
  }

  boolean hasCommands() {
    return width >= WIDE && height >= HIGH;
  }

  int columns(double whole) {
    return Math.max(1, (int) ((whole - left - MARGIN) / width));
  }
}
