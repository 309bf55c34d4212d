package dev.tidemark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Data flows one way through the packages. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tidemark");

  @Test
  void packagesFollowTheData() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("scoring")
        .definedBy("dev.tidemark.scoring..")
        .layer("event")
        .definedBy("dev.tidemark.event..")
        .layer("topology")
        .definedBy("dev.tidemark.topology..")
        .layer("serving")
        .definedBy("dev.tidemark.serving..")
        .layer("alerting")
        .definedBy("dev.tidemark.alerting..")
        .layer("ingest")
        .definedBy("dev.tidemark.ingest..")
        .layer("kafka")
        .definedBy("dev.tidemark.kafka..")
        .layer("cli")
        .definedBy("dev.tidemark.cli..")
        .whereLayer("scoring")
        .mayNotAccessAnyLayer()
        .whereLayer("event")
        .mayOnlyAccessLayers("scoring")
        .whereLayer("topology")
        .mayOnlyAccessLayers("event", "scoring")
        .whereLayer("serving")
        .mayOnlyAccessLayers("event", "scoring")
        .whereLayer("alerting")
        .mayOnlyAccessLayers("event")
        .whereLayer("ingest")
        .mayOnlyAccessLayers("event", "scoring")
        .whereLayer("kafka")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void scoringIsPure() {
    noClasses()
        .that()
        .resideInAPackage("dev.tidemark.scoring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "io.quarkus..", "jakarta..", "org.apache.avro..")
        .check(CLASSES);
  }

  @Test
  void onlyTheTopologyUsesStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.tidemark.topology..", "dev.tidemark.cli.bench..") // peers to measure against
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.streams..")
        .check(CLASSES);
  }
}
