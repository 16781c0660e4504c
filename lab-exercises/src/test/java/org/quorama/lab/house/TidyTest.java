package org.quorama.lab.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quorama.lab.house.SourceTree.SourceFile;

/** The house rules that no other tool checks. There is nowhere to put an exemption. */
class TidyTest {
  private static final int MAX_LINES = 500;
  private static final int MAX_TEST_LINES = 700;
  private static final int MAX_IMPORTS = 40;
  private static final int MAX_TYPES = 30;
  private static final int PUBLIC_MACHINERY_FLOOR = 5;
  private static final Pattern CITATION =
      Pattern.compile("\\[([A-Z][A-Za-z'’0-9]*) (?:§|Fig\\. |Table )");
  private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep" + "\\(");
  private static final Pattern LOOSE_TODO = Pattern.compile("\\bTODO\\b(?!\\(#\\d+\\)| T\\d)");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.])/(?:wo" + "rk|ho" + "me|ro" + "ot|Users)/\\w");
  private static final Pattern AUTHOR = Pattern.compile("^\\s*\\*\\s*@auth" + "or\\b");

  private final SourceTree tree = SourceTree.ofProject();

  @Test
  void filesAreShort() {
    assertThat(namesOf(file -> file.isMain() && file.lines().size() > MAX_LINES)).isEmpty();
    assertThat(namesOf(file -> file.isTest() && file.lines().size() > MAX_TEST_LINES)).isEmpty();
  }

  @Test
  void classesImportLittle() {
    assertThat(namesOf(file -> file.count("import ") > MAX_IMPORTS)).isEmpty();
  }

  @Test
  void packagesAreSmallAndKeepTheirMachineryToThemselves() {
    List<String> tooLarge = new ArrayList<>();
    packagesOfMain()
        .forEach(
            (folder, files) -> {
              long types = files.size();
              long open = files.stream().filter(SourceFile::isPublicMachinery).count();
              if (types > MAX_TYPES || open > Math.max(PUBLIC_MACHINERY_FLOOR, types / 3)) {
                tooLarge.add(folder + ": " + types + " types, " + open + " open to all");
              }
            });
    assertThat(tooLarge).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIs() {
    Set<String> explained =
        tree.java().stream()
            .filter(file -> file.name().endsWith("/package-info.java"))
            .map(SourceFile::folder)
            .collect(Collectors.toSet());
    assertThat(explained).containsAll(packagesOfMain().keySet());
  }

  @Test
  void citationsNameWorksOfTheBibliography() {
    Set<String> known = bibliography();
    assertThat(known).contains("Raft", "GFS");
    Set<String> unknown = new TreeSet<>();
    for (SourceFile file : tree.java()) {
      for (String line : file.lines()) {
        Matcher matcher = CITATION.matcher(line);
        while (matcher.find()) {
          if (!known.contains(matcher.group(1))) {
            unknown.add(file.name() + ": " + matcher.group(1));
          }
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void nothingSleeps() {
    assertThat(namesOf(file -> file.has(SLEEP))).isEmpty();
  }

  @Test
  void everyTodoHasANumber() {
    assertThat(namesOf(file -> file.has(LOOSE_TODO) && !file.name().endsWith("TidyTest.java")))
        .isEmpty();
  }

  @Test
  void nothingNamesAMachineOrAPerson() {
    assertThat(
            tree.texts().stream()
                .filter(file -> file.has(MACHINE_PATH) || file.has(AUTHOR))
                .map(SourceFile::name))
        .isEmpty();
  }

  @Test
  void theTopLevelHoldsOnlyWhatTheDesignNames() {
    String[] top = tree.root().toFile().list((dir, name) -> !name.startsWith("."));
    assertThat(top)
        .isNotNull()
        .filteredOn(name -> !name.equals("target"))
        .containsExactlyInAnyOrder(
            "pom.xml",
            "registry-bootstrap",
            "rmi-node",
            "monitor-ui",
            "lab-exercises",
            "README.md");
  }

  @Test
  void theArchitecturePageStaysShort() {
    assertThat(architecture().lines()).hasSizeLessThanOrEqualTo(300);
  }

  private List<String> namesOf(Predicate<SourceFile> broken) {
    return tree.java().stream().filter(broken).map(SourceFile::name).toList();
  }

  private Map<String, List<SourceFile>> packagesOfMain() {
    return tree.java().stream()
        .filter(SourceFile::isMain)
        .filter(file -> !file.name().endsWith("/package-info.java"))
        .collect(Collectors.groupingBy(SourceFile::folder, TreeMap::new, Collectors.toList()));
  }

  private SourceFile architecture() {
    return tree.texts().stream()
        .filter(file -> file.name().equals("rmi-node/ARCHITECTURE.md"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("rmi-node/ARCHITECTURE.md is missing"));
  }

  private Set<String> bibliography() {
    Pattern row = Pattern.compile("^\\| `\\[(\\w+)");
    return architecture().lines().stream()
        .map(row::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toSet());
  }
}
