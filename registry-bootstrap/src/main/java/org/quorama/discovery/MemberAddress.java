package org.quorama.discovery;

import java.nio.charset.StandardCharsets;
import org.jgroups.util.ExtendedUUID;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.ClusterMembers;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/** Reads and writes who a member is, and where, in its group address. Stateless. */
final class MemberAddress {
  private static final System.Logger LOG = System.getLogger(MemberAddress.class.getName());
  private static final String ID = "id";
  private static final String RMI = "rmi";

  private MemberAddress() {}

  static ExtendedUUID of(NodeId node, NodeAddress rmi) {
    return ExtendedUUID.randomUUID(node.value())
        .put(ID, node.value().getBytes(StandardCharsets.UTF_8))
        .put(RMI, rmi.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns who a member says it is, null if it says nothing of use. */
  static @Nullable NodeId nodeOf(ExtendedUUID address) {
    try {
      return address.keyExists(ID) ? NodeId.of(text(address, ID)) : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the members with this one, if it says who and where it is. */
  static ClusterMembers withMember(ClusterMembers found, ExtendedUUID address) {
    if (!address.keyExists(ID) || !address.keyExists(RMI)) {
      return found;
    }
    String id = text(address, ID);
    try {
      return found.with(NodeId.of(id), NodeAddress.parse(text(address, RMI)));
    } catch (IllegalArgumentException e) {
      LOG.log(System.Logger.Level.WARNING, "A member tells an odd name or address: {0}", id);
      return found;
    }
  }

  private static String text(ExtendedUUID address, String key) {
    return new String(address.get(key), StandardCharsets.UTF_8);
  }
}
