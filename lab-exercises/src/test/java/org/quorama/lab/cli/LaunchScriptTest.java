package org.quorama.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class LaunchScriptTest {
  @TempDir private Path dir = Path.of("");

  /** A checkout with nothing built, and a PATH with nothing but what the script needs. */
  @BeforeEach
  void copyTheScript() throws IOException {
    Files.createDirectories(dir.resolve("tree/lab-exercises"));
    Files.createDirectories(dir.resolve("bin"));
    Files.copy(Path.of("quorama"), dir.resolve("tree/lab-exercises/quorama"));
    for (String tool :
        new String[] {
          "sh", "dirname", "sed", "head", "find", "mkdir", "rm", "touch", "mv", "sleep", "grep",
          "tail", "cat"
        }) {
      Files.createSymbolicLink(dir.resolve("bin/" + tool), which(tool));
    }
  }

  private static Path which(String tool) {
    Path usr = Path.of("/usr/bin", tool);
    return Files.exists(usr) ? usr : Path.of("/bin", tool);
  }

  @Test
  void noJavaAtAllSaysWhatToInstall() throws Exception {
    assertThat(run())
        .isEqualTo(
            "1 quorama: No Java 17 found: install a JDK 17 or later, or set JAVA_HOME to one\n");
  }

  @Test
  void anOldJavaIsNotTaken() throws Exception {
    fake("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    assertThat(run()).startsWith("1 quorama: No Java 17 found");
    fake("java", "echo 'java version \"1.8.0_412\"' >&2");
    assertThat(run()).startsWith("1 quorama: No Java 17 found");
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    fakeJava();
    assertThat(run()).startsWith("1 quorama: Maven is missing").contains("install Maven");
  }

  @Test
  void aBuildThatFailsShowsWhyAndWhereTheRestIs() throws Exception {
    fakeJava();
    fake("mvn", "echo '[ERROR] it is broken'; exit 1");
    assertThat(run())
        .startsWith("1 quorama: building")
        .contains("[ERROR] it is broken")
        .contains("build.log");
  }

  @Test
  void buildsOnceThenRunsTheCommandWithItsArguments() throws Exception {
    fakeJava();
    fake("mvn", "echo \"$@\" >>" + dir.resolve("mvn-calls"));
    assertThat(run("ls", "/a b")).startsWith("0 quorama: building").contains("<ls></a b>");
    assertThat(run("ls", "/a b")).doesNotContain("building").contains("Main><ls></a b>");
    assertThat(dir.resolve("mvn-calls")).content().contains("package").hasLineCount(1);
  }

  private void fakeJava() throws IOException {
    Path home = Files.createDirectories(dir.resolve("jdk/bin"));
    fake(
        "java",
        """
        case "$*" in
          *XshowSettings*) echo "    java.home = %s" >&2 ;;
          -version) echo 'openjdk version "17.0.15" 2025-04-15' >&2 ;;
          *) printf '<%%s>' "$@" ;;
        esac
        """
            .formatted(home.getParent()));
    script(home.resolve("javac"), "exit 0");
  }

  private void fake(String name, String body) throws IOException {
    script(dir.resolve("bin").resolve(name), body);
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Returns the exit code and everything that was said. */
  private String run(String... arguments) throws Exception {
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(dir.resolve("bin/sh").toString());
    command.add(dir.resolve("tree/lab-exercises/quorama").toString());
    command.addAll(java.util.List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", dir.resolve("bin").toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + said;
  }
}
