/** Where TLC looks for operators in Java; the name of package and class is its own. */
@NullMarked
package tlc2.overrides;

import org.jspecify.annotations.NullMarked;
