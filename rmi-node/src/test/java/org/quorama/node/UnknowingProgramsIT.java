package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.cluster.NodeAddress;

/** Programs that know nothing of Quorama run on a live cluster, by java.nio.file alone. */
class UnknowingProgramsIT {
  private static final int DOCUMENTS = 1000;

  @TempDir Path directory;
  private SmallCluster cluster;
  private FileSystem files;

  @BeforeEach
  void start() throws IOException {
    cluster = new SmallCluster(directory);
    cluster.awaitLeader();
    String servers =
        cluster.nodes().values().stream()
            .map(RunningNode::address)
            .map(NodeAddress::toString)
            .collect(Collectors.joining(","));
    files =
        FileSystems.newFileSystem(
            URI.create("quorama://" + servers),
            Map.of("secret.file", directory.resolve("secret").toString()));
  }

  @AfterEach
  void stop() throws IOException {
    files.close();
    cluster.close();
  }

  @Test
  void luceneKeepsAnIndexHere() throws IOException {
    Path index = files.getPath("/search/index");
    try (Directory store = new NIOFSDirectory(index)) {
      addDocuments(store);
      assertThat(count(store, "body", "odd")).isEqualTo(DOCUMENTS / 2);
      assertThat(count(store, "id", "617")).isEqualTo(1);
    }
    try (Directory store = new NIOFSDirectory(index)) {
      deleteOddAndMerge(store);
      assertThat(count(store, "body", "odd")).isZero();
      assertThat(count(store, "body", "even")).isEqualTo(DOCUMENTS / 2);
      assertThat(isClean(store)).isTrue();
    }
  }

  private static void addDocuments(Directory store) throws IOException {
    try (IndexWriter writer = new IndexWriter(store, config())) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Document document = new Document();
        document.add(new StringField("id", Integer.toString(i), Field.Store.YES));
        String words = (i % 2 == 0 ? "even" : "odd") + " document number " + i;
        document.add(new TextField("body", words, Field.Store.YES));
        writer.addDocument(document);
        if (i % 250 == 0) {
          writer.commit();
        }
      }
      writer.commit();
    }
  }

  private static IndexWriterConfig config() {
    return new IndexWriterConfig(new StandardAnalyzer());
  }

  private static void deleteOddAndMerge(Directory store) throws IOException {
    try (IndexWriter writer = new IndexWriter(store, config())) {
      writer.deleteDocuments(new Term("body", "odd"));
      writer.forceMerge(1);
      writer.commit();
    }
  }

  private static int count(Directory store, String field, String word) throws IOException {
    try (IndexReader reader = DirectoryReader.open(store)) {
      return new IndexSearcher(reader).count(new TermQuery(new Term(field, word)));
    }
  }

  private static boolean isClean(Directory store) throws IOException {
    try (CheckIndex check = new CheckIndex(store)) {
      return check.checkIndex().clean;
    }
  }

  @Test
  void aTreeGoesInIsMovedAndComesOutTheSame(@TempDir Path local) throws IOException {
    Path source = makeTree(local.resolve("source"));
    Path stored = files.getPath("/stored");
    copyTree(source, stored);
    Files.move(stored, files.getPath("/moved"), StandardCopyOption.ATOMIC_MOVE);
    Path back = local.resolve("back");
    copyTree(files.getPath("/moved"), back);

    assertThat(names(back)).isEqualTo(names(source));
    try (Stream<Path> all = Files.walk(source)) {
      assertThat(all.filter(Files::isRegularFile))
          .allSatisfy(
              file ->
                  assertThat(back.resolve(source.relativize(file))).hasSameBinaryContentAs(file));
    }
    assertThat(Files.exists(stored)).isFalse();
    Path large = files.getPath("/moved/large");
    assertThat(Files.getLastModifiedTime(large).toMillis()).isPositive();
    try (FileChannel channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
      channel.truncate(70_000);
    }
    assertThat(Files.mismatch(large, source.resolve("large"))).isEqualTo(70_000);
    Files.writeString(large, "short");
    assertThat(Files.readString(large)).isEqualTo("short");
  }

  /** Files of no byte, less than a chunk, exactly one and several, with names of any script. */
  private static Path makeTree(Path root) throws IOException {
    Random random = new Random(3);
    for (String name :
        new String[] {"empty", "a b", "ü/日本", "ü/deep/😀", "ü/deep/chunk", "large"}) {
      Path file = root.resolve(name);
      int length =
          switch (name) {
            case "empty" -> 0;
            case "ü/deep/chunk" -> 65_536;
            case "large" -> 300_000;
            default -> 1 + random.nextInt(2000);
          };
      byte[] content = new byte[length];
      random.nextBytes(content);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
    return root;
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.forEach(path -> copy(path, to.resolve(from.relativize(path).toString())));
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object names(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.map(path -> root.relativize(path).toString()).sorted().toList();
    }
  }
}
