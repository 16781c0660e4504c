package org.quorama.rmi;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the types that sealed types and records are made of. */
final class ReachableTypes {
  private static final String OWN = "org.quorama.";

  /** Values and collections that cannot run foreign code when they are read. */
  private static final Set<String> PLAIN_JAVA =
      Set.of(
          "java.lang.Object",
          "java.lang.String",
          "java.lang.Number",
          "java.lang.Byte",
          "java.lang.Short",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Double",
          "java.lang.Boolean",
          "java.lang.Character",
          "java.lang.Enum",
          "java.lang.Record",
          "java.time.Ser",
          "java.util.ArrayList",
          "java.util.Arrays$ArrayList",
          "java.util.CollSer",
          "java.util.Map$Entry",
          "java.util.HashMap",
          "java.util.LinkedHashMap",
          "java.util.TreeMap",
          "java.util.HashSet",
          "java.util.LinkedHashSet",
          "java.util.TreeSet");

  private static final List<String> PLAIN_JAVA_PREFIXES =
      List.of(
          "java.util.ImmutableCollections",
          "java.util.Collections$Empty",
          "java.util.Collections$Singleton",
          "java.util.Collections$Unmodifiable");

  private ReachableTypes() {}

  static boolean isPlainJava(Class<?> type) {
    String name = type.getName();
    return PLAIN_JAVA.contains(name) || PLAIN_JAVA_PREFIXES.stream().anyMatch(name::startsWith);
  }

  static Set<Class<?>> from(Collection<? extends Class<?>> roots) {
    Set<Class<?>> found = new LinkedHashSet<>(roots);
    Deque<Class<?>> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      for (Class<?> part : partsOf(open.removeFirst())) {
        if (part.getName().startsWith(OWN) && found.add(part)) {
          open.addLast(part);
        }
      }
    }
    return found;
  }

  private static Set<Class<?>> partsOf(Class<?> type) {
    Set<Class<?>> parts = new LinkedHashSet<>();
    if (type.isSealed()) {
      parts.addAll(Arrays.asList(type.getPermittedSubclasses()));
    }
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        addClassesOf(component.getGenericType(), parts);
      }
    }
    return parts;
  }

  private static void addClassesOf(Type type, Set<Class<?>> into) {
    if (type instanceof Class<?> plain) {
      into.add(plain.isArray() ? plain.getComponentType() : plain);
    } else if (type instanceof ParameterizedType generic) {
      addClassesOf(generic.getRawType(), into);
      for (Type argument : generic.getActualTypeArguments()) {
        addClassesOf(argument, into);
      }
    } else if (type instanceof GenericArrayType array) {
      addClassesOf(array.getGenericComponentType(), into);
    } else if (type instanceof WildcardType wildcard) {
      for (Type bound : wildcard.getUpperBounds()) {
        addClassesOf(bound, into);
      }
    }
  }
}
