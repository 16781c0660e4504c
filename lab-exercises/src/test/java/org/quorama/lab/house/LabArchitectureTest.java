package org.quorama.lab.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/** Rules that hold in all modules, seen from the outermost. */
@AnalyzeClasses(packages = "org.quorama", importOptions = ImportOption.DoNotIncludeTests.class)
class LabArchitectureTest {
  private static final int MAX_FIELDS = 12;

  @ArchTest
  static final ArchRule modulesPointOneWay =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.quorama.lab..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.quorama.lab..");

  @ArchTest
  static final ArchRule nodesKnowNoMonitor =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.quorama.lab..", "org.quorama.monitor..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.quorama.monitor..", "javafx..");

  @ArchTest static final ArchRule classesHoldLittleState = noClasses().should(holdTooManyFields());

  @ArchTest
  static final ArchRule longsAreNotPassedSideBySide =
      noMethods().that().areDeclaredInClassesThat().areNotPrivate().should(takeAdjacentLongs());

  @ArchTest
  static final ArchRule labPackagesHaveNoCycles =
      slices().matching("org.quorama.lab.(*)..").should().beFreeOfCycles();

  private static ArchCondition<JavaClass> holdTooManyFields() {
    return new ArchCondition<>("hold more than " + MAX_FIELDS + " fields") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        long fields = type.getFields().stream().filter(LabArchitectureTest::isState).count();
        if (fields > MAX_FIELDS && !type.isEnum()) {
          events.add(
              SimpleConditionEvent.satisfied(type, type.getName() + " has " + fields + " fields"));
        }
      }
    };
  }

  private static boolean isState(JavaField field) {
    return !field.getModifiers().contains(JavaModifier.STATIC);
  }

  private static ArchCondition<JavaMethod> takeAdjacentLongs() {
    return new ArchCondition<>("take two longs side by side") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        List<JavaClass> types = method.getRawParameterTypes();
        for (int i = 1; i < types.size(); i++) {
          if (types.get(i).isEquivalentTo(long.class)
              && types.get(i - 1).isEquivalentTo(long.class)
              && method.getModifiers().contains(JavaModifier.PUBLIC)
              && !isGivenByOthers(method)) {
            events.add(SimpleConditionEvent.satisfied(method, method.getFullName()));
          }
        }
      }
    };
  }

  /** Tells whether a class or interface that is not ours declares the method: so it must be. */
  private static boolean isGivenByOthers(JavaMethod method) {
    return Stream.concat(
            method.getOwner().getAllRawSuperclasses().stream(),
            method.getOwner().getAllRawInterfaces().stream())
        .filter(type -> !type.getPackageName().startsWith("org.quorama"))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(given -> isSame(given, method));
  }

  private static boolean isSame(JavaMethod given, JavaMethod method) {
    return given.getName().equals(method.getName())
        && given.getRawParameterTypes().equals(method.getRawParameterTypes());
  }
}
