package org.quorama.runtime.lab;

/** Lets everything pass. Stateless. */
final class OpenGate implements MessageGate {
  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void take(Message message) {
    message.way().goOn();
  }
}
