package org.flytekitplugins.jflyte.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flytekitplugins.jflyte.testing.Requests.parse;

import flyteidl.core.Literals.Literal;
import flyteidl.core.Types.LiteralType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiteralTypesTest {
  private static LiteralType type(String text) {
    return parse(LiteralType.newBuilder(), text).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          simple: INTEGER                          | simple: INTEGER                          | true
          simple: INTEGER                          | simple: FLOAT                            | false
          simple: STRING                           | enum_type { values: 'a' }                | true
          enum_type { values: 'a' }                | simple: STRING                           | true
          simple: STRUCT metadata { }              | simple: STRUCT                           | true
          simple: STRUCT structure { tag: 'a' }    | simple: STRUCT                           | false
          collection_type { simple: INTEGER }      | collection_type { simple: INTEGER }      | true
          collection_type { simple: NONE }         | collection_type { simple: INTEGER }      | true
          collection_type { simple: FLOAT }        | collection_type { simple: INTEGER }      | false
          collection_type { simple: INTEGER }      | map_value_type { simple: INTEGER }       | false
          map_value_type { simple: INTEGER }       | map_value_type { simple: INTEGER }       | true
          blob { format: 'csv' }                   | blob { format: 'csv' }                   | true
          blob { format: 'csv' }                   | blob { format: 'tsv' }                   | false
          schema { columns { name: 'a' } columns { name: 'b' } } | schema { columns { name: 'a' } } | true
          schema { columns { name: 'a' } }         | schema { columns { name: 'b' } }         | false
          schema { }                               | schema { columns { name: 'b' } }         | true
          structured_dataset_type { format: 'a' }  | structured_dataset_type { }              | true
          structured_dataset_type { format: 'a' }  | structured_dataset_type { format: 'b' }  | false
          simple: INTEGER                          | union_type { variants { simple: INTEGER } variants { simple: NONE } } | true
          simple: FLOAT                            | union_type { variants { simple: INTEGER } variants { simple: NONE } } | false
          union_type { variants { simple: INTEGER } } | simple: INTEGER                       | true
          simple: NONE                             | simple: NONE                             | true
          simple: INTEGER                          | simple: NONE                             | false
          """)
  void typesAreTakenAsByFlytepropeller(String from, String to, boolean castable) {
    assertThat(LiteralTypes.castable(type(from), type(to))).isEqualTo(castable);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scalar { primitive { float_value: 1 } }               | simple: FLOAT
          scalar { primitive { boolean: true } }                | simple: BOOLEAN
          scalar { primitive { datetime { } } }                 | simple: DATETIME
          scalar { primitive { duration { } } }                 | simple: DURATION
          scalar { generic { } }                                | simple: STRUCT
          scalar { blob { metadata { type { format: 'csv' } } } } | blob { format: 'csv' }
          scalar { none_type { } }                              | simple: NONE
          scalar { binary { } }                                 | simple: BINARY
          scalar { schema { type { columns { name: 'a' } } } }  | schema { columns { name: 'a' } }
          collection { }                                        | collection_type { simple: NONE }
          collection { literals { scalar { primitive { integer: 1 } } } } | collection_type { simple: INTEGER }
          map { literals { key: 'a' value { scalar { primitive { integer: 1 } } } } } | map_value_type { simple: INTEGER }
          collection { literals { scalar { primitive { integer: 1 } } } literals { scalar { none_type { } } } } | collection_type { union_type { variants { simple: INTEGER } variants { simple: NONE } } }
          """)
  void valuesHaveTheTypeOfWhatTheyHold(String literal, String type) {
    assertThat(LiteralTypes.of(parse(Literal.newBuilder(), literal).build())).isEqualTo(type(type));
  }
}
