package org.quorama.rmi;

import java.io.ObjectInputFilter;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes that may arrive as arguments of a remote call; everything else is refused. Immutable.
 *
 * <p>Listing a sealed type allows its records, listing a record allows the types of its components,
 * as far as they are the project's own; a few value and collection types of Java are always
 * allowed. Limits: nesting 32, 200,000 references, 8 MiB a call, 4 Mi elements an array.
 */
public final class AllowList {
  private static final System.Logger LOG = System.getLogger(AllowList.class.getName());
  private static final long MAX_DEPTH = 32;
  private static final long MAX_REFERENCES = 200_000;
  private static final long MAX_BYTES = 8L << 20;
  private static final long MAX_ARRAY = 4L << 20;
  private static final int MAX_LOGGED = 100;

  private final Set<Class<?>> types;

  private AllowList(Set<Class<?>> types) {
    this.types = Collections.unmodifiableSet(types);
  }

  /**
   * Allows these types, and what they are made of.
   *
   * @param types records, enums and sealed types of the project, or single classes of Java
   */
  public static AllowList of(Class<?>... types) {
    return new AllowList(ReachableTypes.from(Arrays.asList(types)));
  }

  /**
   * Returns a list that allows what this one or the other allows.
   *
   * @param other the other list
   */
  public AllowList and(AllowList other) {
    Set<Class<?>> both = new LinkedHashSet<>(types);
    both.addAll(other.types);
    return new AllowList(both);
  }

  /** Returns a filter for one exported object; it logs a refusal once a class. Thread-safe. */
  public ObjectInputFilter filter() {
    Set<String> logged = ConcurrentHashMap.newKeySet();
    return info -> {
      String refused = whyRefused(info);
      if (refused.isEmpty()) {
        return ObjectInputFilter.Status.ALLOWED;
      }
      if (logged.size() < MAX_LOGGED && logged.add(refused)) {
        LOG.log(System.Logger.Level.WARNING, "Refused an argument: {0}", refused);
      }
      return ObjectInputFilter.Status.REJECTED;
    };
  }

  private String whyRefused(ObjectInputFilter.FilterInfo info) {
    if (info.arrayLength() > MAX_ARRAY) {
      return "an array of more than " + MAX_ARRAY + " elements";
    }
    if (info.depth() > MAX_DEPTH
        || info.references() > MAX_REFERENCES
        || info.streamBytes() > MAX_BYTES) {
      return "an object graph that is too deep or too large";
    }
    Class<?> type = info.serialClass();
    return type == null || allows(type) ? "" : "class " + type.getName() + " is not expected here";
  }

  private boolean allows(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    return element.isPrimitive() || types.contains(element) || ReachableTypes.isPlainJava(element);
  }
}
