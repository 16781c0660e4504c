package tlc2.overrides;

import org.quorama.tla.TraceOperators;

/** Tells TLC which classes have operators in Java. */
public final class TLCOverrides implements ITLCOverrides {
  /** Called by TLC. */
  public TLCOverrides() {}

  @Override
  public Class<?>[] get() {
    return new Class<?>[] {TraceOperators.class};
  }
}
