package org.quorama.trace;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.util.function.Function;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/** Node ids and addresses as their text: {@code "n1"}, {@code "127.0.0.1:4000"}. */
final class ClusterJsonModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  ClusterJsonModule() {
    super("quorama-cluster");
    addSerializer(NodeId.class, ToStringSerializer.instance);
    addSerializer(NodeAddress.class, ToStringSerializer.instance);
    addDeserializer(NodeId.class, new TextDeserializer<>(NodeId.class, NodeId::of));
    addDeserializer(
        NodeAddress.class, new TextDeserializer<>(NodeAddress.class, NodeAddress::parse));
    addKeyDeserializer(NodeId.class, new NodeIdKey());
  }

  private static final class TextDeserializer<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    TextDeserializer(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(String value, DeserializationContext context) {
      return parse.apply(value);
    }
  }

  private static final class NodeIdKey extends KeyDeserializer {
    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      return NodeId.of(key);
    }
  }
}
