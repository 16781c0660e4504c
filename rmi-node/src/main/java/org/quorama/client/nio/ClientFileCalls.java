package org.quorama.client.nio;

import java.util.List;
import org.quorama.chunk.ByteRange;
import org.quorama.client.ClientConfig;
import org.quorama.client.QuoramaClient;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationValue;
import org.quorama.metadata.operation.ServerState;
import org.quorama.protocol.Bytes;
import org.quorama.remote.NodeConnector;
import org.quorama.remote.RmiNodeConnector;
import org.quorama.rmi.ClusterSecret;

/** Asks a real cluster. Thread-safe. */
final class ClientFileCalls implements FileCalls {
  private final NodeConnector connector;
  private final QuoramaClient client;

  private ClientFileCalls(NodeConnector connector, QuoramaClient client) {
    this.connector = connector;
    this.client = client;
  }

  /** Makes a client for a cluster; throws {@link IllegalArgumentException} without its secret. */
  static FileCalls connect(ClusterAt cluster) {
    NodeConnector connector = RmiNodeConnector.ofClient(ClusterSecret.read(cluster.secretFile()));
    ClientConfig config = ClientConfig.defaults().withOperationTimeout(cluster.timeout());
    return new ClientFileCalls(connector, new QuoramaClient(connector, cluster.servers(), config));
  }

  @Override
  public Entry stat(FilePath path) {
    return entry(client.stat(path));
  }

  private static Entry entry(OperationValue.Attributes found) {
    return new Entry(found.path(), found.directory(), found.lengthBytes(), found.modifiedMillis());
  }

  @Override
  public List<Entry> list(FilePath directory) {
    return client.list(directory).stream().map(ClientFileCalls::entry).toList();
  }

  @Override
  public void makeDirectory(FilePath path) {
    require(new FileOperation.MakeDirectory(path));
  }

  @Override
  public void createFile(FilePath path) {
    require(new FileOperation.CreateFile(path));
  }

  @Override
  public void delete(FilePath path) {
    require(new FileOperation.Delete(path));
  }

  @Override
  public void rename(FilePath from, FilePath to) {
    require(new FileOperation.Rename(from, to));
  }

  @Override
  public void replace(FilePath from, FilePath to) {
    require(new FileOperation.Replace(from, to));
  }

  private void require(FileOperation operation) {
    OperationValue unused = client.require(operation);
  }

  @Override
  public Bytes read(FilePath path, ByteRange range) {
    return client.read(path, range);
  }

  @Override
  public void write(FilePath path, long offset, Bytes bytes) {
    client.write(path, offset, bytes);
  }

  @Override
  public void fill(FilePath path, Bytes bytes, long epochMillis) {
    client.fill(path, bytes, epochMillis);
  }

  @Override
  public void truncate(FilePath path, long lengthBytes) {
    client.truncate(path, lengthBytes);
  }

  @Override
  public void setModified(FilePath path, long epochMillis) {
    require(FileOperation.SetAttribute.ofModified(path, epochMillis));
  }

  @Override
  public Runnable takePlace(FilePath path) {
    return client.takeStream(path);
  }

  @Override
  public Space space() {
    long total = 0;
    long used = 0;
    for (OperationValue.ServerSpace server : client.admin().space().servers()) {
      if (server.state() == ServerState.LIVE) {
        total += server.capacityBytes();
        used += server.usedBytes();
      }
    }
    return new Space(total, used);
  }

  @Override
  public void close() {
    client.close();
    connector.close();
  }
}
