package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** How the jar that users run is put together. */
class PackageIT {

  /** Where it uses native code; in the application's class loader it falls back to Java. */
  @Test
  void lz4IsLoadedByTheSystem() throws IOException {
    try (JarFile jar = new JarFile(TidemarkProcess.JAR.toFile())) {
      String systemPath =
          jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      assertThat(systemPath).contains("lz4-java");
    }
  }
}
