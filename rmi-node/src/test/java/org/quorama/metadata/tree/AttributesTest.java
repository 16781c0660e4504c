package org.quorama.metadata.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.RequestId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

class AttributesTest {
  private static final long ANY = FileOperation.ANY_VERSION;
  private static final Bytes RED = Bytes.ofUtf8("red");
  private static final Bytes BLUE = Bytes.ofUtf8("blue");

  private final Namespace namespace = new Namespace(1024);
  private long index;

  @Test
  void attributeHasTheIndexThatSetItAsItsVersion() {
    perform(new FileOperation.CreateFile(path("/f")));

    assertThat(set("/f", "color", RED, ANY))
        .isEqualTo(OperationReply.ok(new OperationValue.Attribute(2, RED), 2));
    assertThat(set("/", "color", BLUE, ANY).index()).as("the root has some, too").isEqualTo(3);
    assertThat(get("/f", "color")).isEqualTo(new OperationValue.Attribute(2, RED));
    assertThat(get("/f", "shape")).isNull();
    assertThat(set("/g", "color", RED, ANY).code()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void attributeIsSetOnlyIfItHasTheVersionThatItMustHave() {
    assertThat(set("/", "color", RED, 7).code()).isEqualTo(ErrorCode.STALE_VERSION);
    long first = set("/", "color", RED, 0).index();
    assertThat(set("/", "color", BLUE, 0).code()).isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(set("/", "color", BLUE, first).code()).isEqualTo(ErrorCode.NONE);
    assertThat(set("/", "color", RED, first).code()).isEqualTo(ErrorCode.STALE_VERSION);
    assertThat(get("/", "color")).isEqualTo(new OperationValue.Attribute(index - 1, BLUE));
  }

  @Test
  void timeOfTheLastChangeIsToldWithWhatAPathIs() {
    String modified = OperationValue.Attributes.MODIFIED;
    perform(new FileOperation.CreateFile(path("/f")));
    assertThat(modifiedMillis("/f")).isZero();
    set("/f", modified, Bytes.wrap(new byte[] {0, 0, 1, -1, 0, 0, 0, 2}), ANY);
    assertThat(modifiedMillis("/f")).isEqualTo(0x1ff_0000_0002L);
    set("/f", modified, RED, ANY);
    assertThat(modifiedMillis("/f")).as("three bytes are no time").isZero();
  }

  @Test
  void boundsAreKept() {
    Bytes largest = Bytes.wrap(new byte[NodeAttributes.MAX_VALUE_BYTES]);
    Bytes tooLarge = Bytes.wrap(new byte[NodeAttributes.MAX_VALUE_BYTES + 1]);
    assertThat(set("/", "", RED, ANY).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(set("/", "x".repeat(256), RED, ANY).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(set("/", "é".repeat(128), RED, ANY).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(
            Namespace.isWithinBounds(
                new FileOperation.SetAttribute(FilePath.ROOT, "\uD83D", RED, ANY)))
        .as("the log could not keep it")
        .isFalse();
    assertThat(set("/", "a", RED, -2).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(set("/", "a", tooLarge, ANY).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(set("/", "x".repeat(255), largest, ANY).code()).isEqualTo(ErrorCode.NONE);
    for (int i = 1; i < NodeAttributes.MAX_ATTRIBUTES; i++) {
      assertThat(set("/", "a" + i, RED, ANY).code()).isEqualTo(ErrorCode.NONE);
    }
    assertThat(set("/", "more", RED, ANY).code()).isEqualTo(ErrorCode.INVALID);
    assertThat(set("/", "a1", BLUE, ANY).code()).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void attributesGoWithTheFileAndMoveWithIt() {
    perform(new FileOperation.MakeDirectory(path("/d")));
    long before = namespace.digest();
    perform(new FileOperation.CreateFile(path("/d/f")));
    set("/d/f", "color", RED, ANY);
    perform(new FileOperation.Rename(path("/d/f"), path("/g")));
    assertThat(get("/g", "color")).isNotNull();

    perform(new FileOperation.Delete(path("/g")));
    perform(new FileOperation.CreateFile(path("/g")));
    assertThat(get("/g", "color")).isNull();
    assertThat(namespace.digest()).isNotEqualTo(before);
  }

  @Test
  void attributesAreInTheDigest() {
    Namespace other = new Namespace(1024);
    Bytes red = encoded(new FileOperation.SetAttribute(path("/"), "a", RED, ANY));
    Bytes blue = encoded(new FileOperation.SetAttribute(path("/"), "a", BLUE, ANY));
    namespace.perform(1, red);
    other.perform(1, blue);
    assertThat(other.digest()).isNotEqualTo(namespace.digest());
  }

  private OperationReply set(String path, String name, Bytes value, long ifVersion) {
    return perform(new FileOperation.SetAttribute(path(path), name, value, ifVersion));
  }

  private OperationValue.@Nullable Attribute get(String path, String name) {
    FileNode node = namespace.find(path(path)).node();
    NodeAttributes.Register found =
        node == null || node.attributes == null ? null : node.attributes.get(name);
    return found == null ? null : found.value();
  }

  private long modifiedMillis(String path) {
    FileNode node = namespace.find(path(path)).node();
    return node == null ? -1 : node.describe(path(path)).modifiedMillis();
  }

  private OperationReply perform(FileOperation.Mutation mutation) {
    index++;
    return namespace.perform(index, encoded(mutation));
  }

  private static Bytes encoded(FileOperation.Mutation mutation) {
    return MetadataCommand.encode(new MetadataCommand.Perform(RequestId.NONE, mutation));
  }

  private static FilePath path(String text) {
    return FilePath.parse(text);
  }
}
