package org.quorama.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.protocols.AUTH;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.SYM_ENCRYPT;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.quorama.cluster.NodeAddress;
import org.quorama.rmi.ClusterSecret;

/**
 * Builds the JGroups stack: TCP on one address, no multicast, encrypted and authenticated.
 *
 * <p>A killed member is noticed at once by its closed socket (FD_SOCK2); heartbeats (FD_ALL3) are
 * only for members that hang, and therefore rare: five idle nodes must cost next to nothing.
 */
final class ProtocolStack {
  private static final int KEY_BYTES = 16;
  private static final int TOKEN_BYTES = 32;

  private ProtocolStack() {}

  static List<Protocol> of(DiscoveryConfig config, ClusterSecret secret, LostLinks links)
      throws UnknownHostException {
    InetAddress host = InetAddress.getByName(config.bind().host());
    List<Protocol> stack = new ArrayList<>();
    stack.add(transport(config, host));
    // Below all others, so that a stranger's merge and discovery messages are refused as well: a
    // merge that waits for a stranger would keep members apart.
    stack.add(encryption(secret));
    if (config.lab()) {
      stack.add(links);
    }
    stack.add(new TCPPING().setInitialHosts(hosts(config.seeds())).setPortRange(0));
    stack.add(new MERGE3().setMinInterval(2_000).setMaxInterval(5_000));
    stack.add(
        new FD_SOCK2()
            .setBindAddress(host)
            .setOffset(DiscoveryConfig.FAILURE_PORT_OFFSET)
            .setPortRange(0));
    stack.add(heartbeats(config.lab()));
    stack.add(new VERIFY_SUSPECT2().setTimeout(500));
    stack.add(new NAKACK2().setXmitInterval(2_000));
    stack.add(new UNICAST3().setXmitInterval(2_000));
    stack.add(new STABLE());
    stack.add(new AUTH().setAuthToken(new SecretToken(secret.derive("join", TOKEN_BYTES))));
    stack.add(new GMS().printLocalAddress(false).setJoinTimeout(500).setLeaveTimeout(500));
    stack.add(new UFC());
    stack.add(new MFC());
    stack.add(new FRAG2());
    return stack;
  }

  /** A lab waits for what discovery makes of a cut. */
  private static FD_ALL3 heartbeats(boolean lab) {
    return lab
        ? new FD_ALL3().setTimeout(3_000).setInterval(1_000)
        : new FD_ALL3().setTimeout(10_000).setInterval(3_000);
  }

  private static TCP transport(DiscoveryConfig config, InetAddress host) {
    TCP tcp = new TCP();
    tcp.setBindAddress(host);
    tcp.setBindPort(config.bind().port());
    tcp.setPortRange(0);
    tcp.setSockConnTimeout(300);
    return tcp;
  }

  private static SYM_ENCRYPT encryption(ClusterSecret secret) {
    SYM_ENCRYPT encrypt = new SYM_ENCRYPT();
    encrypt.symAlgorithm("AES/CBC/PKCS5Padding").symIvLength(KEY_BYTES);
    encrypt.setSecretKey(new SecretKeySpec(secret.derive("discovery", KEY_BYTES), "AES"));
    return encrypt;
  }

  private static List<InetSocketAddress> hosts(List<NodeAddress> seeds) {
    return seeds.stream().map(seed -> new InetSocketAddress(seed.host(), seed.port())).toList();
  }
}
