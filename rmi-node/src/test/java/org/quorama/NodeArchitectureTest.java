package org.quorama;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;

/** The three bands of the node, and who may name what. */
@AnalyzeClasses(
    packages = "org.quorama",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ImportOption.DoNotIncludeJars.class,
      NodeArchitectureTest.NotOfBootstrap.class
    })
class NodeArchitectureTest {
  /** Leaves out registry-bootstrap also where a build of all modules gives it as a folder. */
  static final class NotOfBootstrap implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/registry-bootstrap/target/classes/");
    }
  }

  private static final String[] BAND_A = {
    "org.quorama.protocol..",
    "org.quorama.raft..",
    "org.quorama.metadata..",
    "org.quorama.chunk..",
    "org.quorama.swim..",
    "org.quorama.quorum..",
    "org.quorama.loglet..",
    "org.quorama.ministry..",
    "org.quorama.coordination.."
  };

  private static final String[] PURE_JAVA = {
    "java.lang",
    "java.lang.annotation",
    "java.lang.invoke",
    "java.lang.runtime",
    "java.util",
    "java.util.function",
    "java.util.stream",
    "java.time",
    "java.nio.charset",
    "org.jspecify.annotations",
    "com.google.errorprone.annotations",
    "org.quorama.cluster"
  };

  @ArchTest
  static final ArchRule coresUseOnlyPureJavaAndTheirBand =
      classes()
          .that()
          .resideInAnyPackage(BAND_A)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(BAND_A)
                  .or(resideInAnyPackage(PURE_JAVA))
                  .or(belongToAnyOf(Serializable.class)));

  @ArchTest
  static final ArchRule coresKnowNoTimeThreadOrChance =
      noClasses()
          .that()
          .resideInAnyPackage(BAND_A)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(
              Thread.class,
              java.util.Random.class,
              java.util.Timer.class,
              java.time.Clock.class,
              java.time.Instant.class,
              System.Logger.class);

  @ArchTest
  static final ArchRule coresNeverReadTheClock =
      noClasses()
          .that()
          .resideInAnyPackage(BAND_A)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule nothingUsesTheRoot =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.quorama.node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.quorama.node..");

  @ArchTest
  static final ArchRule productionNeverDependsOnSimulation =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.quorama.simulation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.quorama.simulation..");

  @ArchTest
  static final ArchRule onlyRemoteNamesRmi =
      noClasses()
          .that(not(resideInAnyPackage("org.quorama.remote..", "org.quorama.rmi..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.rmi..");

  @ArchTest
  static final ArchRule onlyTheEdgeOpensFiles =
      noClasses()
          .that(
              not(
                  resideInAnyPackage(
                      "org.quorama.storage..",
                      "org.quorama.trace..",
                      "org.quorama.supervisor..",
                      "org.quorama.remote.stream..",
                      "org.quorama.client.nio..",
                      "org.quorama.node..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.nio.channels..");

  @ArchTest
  static final ArchRule onlyTheTraceSpeaksJsonAndSql =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.quorama.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml.jackson..", "java.sql..", "org.h2..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.quorama.(*)..").should().beFreeOfCycles();
}
