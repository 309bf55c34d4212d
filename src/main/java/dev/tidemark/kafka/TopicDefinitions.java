package dev.tidemark.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where topic definitions come from: Strimzi {@code KafkaTopic} files, one topic each, named {@code
 * <topic>.yaml}. They are the only source of partitions, retention and the other settings.
 */
public final class TopicDefinitions {

  private static final String FOLDER = "topics/";
  private static final String SUFFIX = ".yaml";

  private TopicDefinitions() {}

  /**
   * The definitions that travel in the jar, in the order of the names.
   *
   * @throws TopicDefinitionException if one is missing or wrong
   */
  public static List<TopicDefinition> fromClassPath(List<String> topics) {
    return topics.stream().map(TopicDefinitions::resource).toList();
  }

  /**
   * The definitions in a folder, by name; files that do not end in {@code .yaml} are left alone.
   *
   * @throws TopicDefinitionException if the folder holds none or cannot be read, or one is wrong
   */
  public static List<TopicDefinition> fromFolder(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<TopicDefinition> definitions =
          files
              .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
              .sorted()
              .map(TopicDefinitions::file)
              .toList();
      if (definitions.isEmpty()) {
        throw new TopicDefinitionException(
            folder.toString(), "holds no topic definition (<topic>.yaml)");
      }
      return definitions;
    } catch (IOException e) {
      throw new TopicDefinitionException(folder.toString(), "cannot be read: " + e, e);
    }
  }

  private static TopicDefinition file(Path file) {
    String name = file.getFileName().toString();
    try {
      return TopicYaml.read(
          file.toString(),
          name.substring(0, name.length() - SUFFIX.length()),
          Files.readString(file));
    } catch (IOException e) {
      throw new TopicDefinitionException(file.toString(), "cannot be read: " + e, e);
    }
  }

  private static TopicDefinition resource(String topic) {
    String path = FOLDER + topic + SUFFIX;
    try (InputStream stream = TopicDefinitions.class.getClassLoader().getResourceAsStream(path)) {
      if (stream == null) {
        throw new TopicDefinitionException(
            path, "is not on the class path; every topic needs a definition in topics/");
      }
      return TopicYaml.read(path, topic, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TopicDefinitionException(path, "cannot be read: " + e, e);
    }
  }
}
