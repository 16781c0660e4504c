package org.quorama.rmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSecretTest {
  private static final byte[] NONCE = {1, 2, 3};

  @TempDir Path dir;

  @Test
  void isReadBackFromAFileOfItsOwnerOnly() throws Exception {
    Path file = dir.resolve("secret");
    ClusterSecret made = ClusterSecret.create(file);
    assertThat(ClusterSecret.read(file).verifies(NONCE, made.prove(NONCE))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatIllegalArgumentException().isThrownBy(() -> ClusterSecret.create(file));
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path file = dir.resolve("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSecret.read(file))
        .withMessageContaining("No cluster secret");
    Files.writeString(file, "not Base64!");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterSecret.read(file))
        .withMessageContaining("holds no cluster secret");
  }

  @Test
  void neverShowsItselfAndKeepsPurposesApart() {
    ClusterSecret secret = ClusterSecret.ofBytes(new byte[32]);
    assertThat(secret).hasToString("ClusterSecret[hidden]");
    assertThat(secret.derive("a", 16)).hasSize(16).isNotEqualTo(secret.derive("b", 16));
  }
}
