package dev.tidemark.scoring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The methods that standings can be read under: the built-in one and an operator's own. */
public final class Methods {

  /** Version of the built-in method, which is the default. */
  public static final String BUILT_IN = "v1";

  private final SortedMap<String, Method> byVersion = new TreeMap<>();

  private Methods() {
    add(BUILT_IN, readBuiltIn());
  }

  /** The built-in method alone. */
  public static Methods builtIn() {
    return new Methods();
  }

  /**
   * The built-in method and every {@code *.json} of a folder.
   *
   * @throws IOException if the folder or a file cannot be read
   * @throws IllegalArgumentException if a file is no valid method or two share a version; the
   *     message names the file
   */
  public static Methods withFolder(Path folder) throws IOException {
    Methods methods = new Methods();
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.json")) {
      found.forEach(files::add);
    }
    Collections.sort(files); // so that of several wrong files always the same is named
    for (Path file : files) {
      methods.add(file.toString(), read(file));
    }
    return methods;
  }

  /** The method of this version, if there is one. */
  public Optional<Method> get(String version) {
    return Optional.ofNullable(byVersion.get(version));
  }

  /** The built-in method. */
  public Method standard() {
    return byVersion.get(BUILT_IN);
  }

  /** All methods in the order of their versions. */
  public List<Method> all() {
    return List.copyOf(byVersion.values());
  }

  private void add(String source, Method method) {
    if (byVersion.putIfAbsent(method.version(), method) != null) {
      throw new IllegalArgumentException(
          source + ": version: there is another method " + method.version());
    }
  }

  private static Method read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Method.load(in);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Method readBuiltIn() {
    try (InputStream in = Methods.class.getResourceAsStream("/methods/v1.json")) {
      return Method.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in method cannot be read", e);
    }
  }
}
