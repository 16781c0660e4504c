package org.quorama.monitor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javafx.application.Platform;
import org.quorama.monitor.dispatch.UiDispatcher;

@AnalyzeClasses(
    packages = "org.quorama.monitor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class MonitorArchitectureTest {
  @ArchTest
  static final ArchRule LAYERS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("feed")
          .definedBy("..monitor.feed..")
          .layer("model")
          .definedBy("..monitor.model..")
          .layer("dispatch")
          .definedBy("..monitor.dispatch")
          .layer("viewmodel")
          .definedBy("..monitor.viewmodel..")
          .layer("view")
          .definedBy("..monitor.view..")
          .layer("words")
          .definedBy("..monitor.words")
          .layer("app")
          .definedBy("..monitor.app..")
          .whereLayer("words")
          .mayNotAccessAnyLayer()
          .whereLayer("app")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("view")
          .mayOnlyBeAccessedByLayers("app")
          .whereLayer("viewmodel")
          .mayOnlyBeAccessedByLayers("view", "app")
          .whereLayer("model")
          .mayOnlyBeAccessedByLayers("viewmodel", "view", "app")
          .whereLayer("dispatch")
          .mayOnlyBeAccessedByLayers("viewmodel", "app")
          .whereLayer("feed")
          .mayOnlyBeAccessedByLayers("viewmodel", "app");

  @ArchTest
  static final ArchRule FEED_MODEL_AND_WORDS_KNOW_NO_JAVAFX =
      noClasses()
          .that()
          .resideInAnyPackage("..monitor.feed..", "..monitor.model..", "..monitor.words")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..");

  @ArchTest
  static final ArchRule VIEW_MODELS_KNOW_NO_SCENE_GRAPH =
      noClasses()
          .that()
          .resideInAPackage("..monitor.viewmodel..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx.scene..", "javafx.stage..");

  @ArchTest
  static final ArchRule ONE_CROSSING =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(UiDispatcher.class.getPackageName() + ".FxDispatcher")
          .should()
          .callMethod(Platform.class, "runLater", Runnable.class);

  @ArchTest
  static final ArchRule NODES_ONLY_BY_THEIR_EDGE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.quorama.metadata",
              "org.quorama.chunk",
              "org.quorama.storage",
              "org.quorama.runtime",
              "org.quorama.node",
              "org.quorama.discovery",
              "org.quorama.registry");
}
