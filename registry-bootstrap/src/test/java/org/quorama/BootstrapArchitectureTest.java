package org.quorama;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What registry-bootstrap may know: its table in the design. */
@AnalyzeClasses(packages = "org.quorama", importOptions = ImportOption.DoNotIncludeTests.class)
class BootstrapArchitectureTest {
  @ArchTest
  static final ArchRule onlyDiscoverySeesJGroups =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.quorama.discovery")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jgroups..");

  @ArchTest
  static final ArchRule clusterIsPlain =
      noClasses()
          .that()
          .resideInAPackage("org.quorama.cluster")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.rmi..", "java.net..", "java.nio.file..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule onlyRmiAndRegistryNameRmi =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.quorama.rmi", "org.quorama.registry")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.rmi..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("org.quorama.(*)..").should().beFreeOfCycles();
}
