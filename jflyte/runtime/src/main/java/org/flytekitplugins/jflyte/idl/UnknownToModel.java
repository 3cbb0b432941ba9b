package org.flytekitplugins.jflyte.idl;

import com.google.protobuf.Message;
import org.flytekitplugins.jflyte.Distribution;
import org.flytekitplugins.jflyte.JflyteException;

/** What one side says and the other does not know: the sentences for it. */
public final class UnknownToModel {
  private UnknownToModel() {}

  /**
   * A constant of a newer flytekit-api.
   *
   * @param type the type that has the constant, as users know it
   */
  public static JflyteException inModel(String type, Enum<?> constant) {
    return new JflyteException(
        type
            + " "
            + constant.name()
            + " of the package's flytekit-java is not known to "
            + Distribution.NAME
            + " "
            + Distribution.VERSION
            + "; use a newer "
            + Distribution.NAME
            + ", or a value that flytekit-java 0.4.35 has too");
  }

  /**
   * A value of a message that flytekit-java's model has no place for.
   *
   * @param what the field or the place
   * @param found what is there
   * @param supported what may be there, as the end of "use …"
   */
  static JflyteException inMessage(Object what, Object found, String supported) {
    return new JflyteException(
        what + " is " + found + ", which flytekit-java cannot hold; use " + supported);
  }

  /** The fields of a message that are newer than our flyteidl, or an empty text without any. */
  static String fieldsOf(Message message) {
    var numbers = message.getUnknownFields().asMap().keySet();
    return numbers.isEmpty()
        ? ""
        : " (it has the fields " + numbers + ", which are newer than flyteidl 0.4.35)";
  }
}
