package org.quorama.monitor.view;

/** How much the ring says: the less room there is the fewer its words, never the smaller. */
enum RingDetail {
  /** Buttons and all words at each node. */
  ALL(200, 188, 580, 436, 13.4),
  /** What each node is, and no buttons. */
  WORDS(200, 164, 580, 400, 21),
  /** Names and terms in the circles. */
  FEW(124, 124, 400, 250, Double.MAX_VALUE);

  /** How large words are at least, before the theme enlarges them. */
  private static final double WORD = 13;

  private static final double USUAL = 14;

  /** Nothing is enlarged, and all is said. */
  static final Fit PLAIN = new Fit(ALL, 1, 1);

  private static final double SMALLEST = 0.3;
  private static final double LARGEST = 1.8;

  private final double glyphWidth;
  private final double glyphHeight;
  private final double wide;
  private final double high;
  private final double largestWord;

  RingDetail(double glyphWidth, double glyphHeight, double wide, double high, double largestWord) {
    this.glyphWidth = glyphWidth;
    this.glyphHeight = glyphHeight;
    this.wide = wide;
    this.high = high;
    this.largestWord = largestWord;
  }

  /**
   * How a ring fits into its room. Immutable.
   *
   * @param detail how much it says
   * @param factor how much larger it is drawn
   * @param theme how much larger words are than usual
   */
  record Fit(RingDetail detail, double factor, double theme) {
    /** Returns the size of words, before the factor. */
    double words() {
      return Math.max(USUAL, wanted(WORD));
    }

    /** Returns the size that something has, before the factor, to be seen in a size at least. */
    double wanted(double pixels) {
      return pixels * theme / factor;
    }
  }

  /** Returns the most that can be said in a room so that every word can be read. */
  static Fit of(double width, double height, double theme) {
    for (RingDetail detail : values()) {
      double fits = Math.min(width / detail.wide, height / detail.high);
      Fit fit = new Fit(detail, Math.max(SMALLEST, Math.min(LARGEST, fits)), theme);
      if (fit.wanted(WORD) <= detail.largestWord) {
        return fit;
      }
    }
    throw new AssertionError("The last detail fits anywhere");
  }

  /** Returns how wide a ring is that says so much, before it is enlarged. */
  double wide() {
    return wide;
  }

  double high() {
    return high;
  }

  double glyphWidth() {
    return glyphWidth;
  }

  double glyphHeight() {
    return glyphHeight;
  }
}
