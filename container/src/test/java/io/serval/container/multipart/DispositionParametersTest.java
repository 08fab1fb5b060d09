package io.serval.container.multipart;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class DispositionParametersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", value = {
        "form-data; name=a                                          | -",
        "form-data; name=a; filename=b.txt                          | b.txt",
        "form-data; name=a; FileName=\"b c.txt\"                    | b c.txt",
        "form-data; filename=\"a;b=c\"                              | a;b=c",
        "form-data; filename=\"a\\\"b\\\\c\"                        | a\"b\\c",
        "form-data; filename=\"C:\\dir\\file.txt\"                  | C:\\dir\\file.txt",
        "form-data; filename=\"\"                                   | ``",
        "form-data; filename=                                       | ``",
        "form-data; filename=\"unclosed                             | \"unclosed",
        "form-data; xfilename=b                                     | -",
        "form-data; filename=a; filename*=UTF-8''%e2%82%ac%20rates  | € rates",
        "form-data; filename*=utf-8'en'na%C3%AFve; filename=b       | naïve",
        "form-data; filename*=ISO-8859-1''%fc                       | ü",
        "form-data; filename=a; filename*=UTF-8''%zz                | a",
        "form-data; filename=a; filename*=UTF-8''%e                 | a",
        "form-data; filename=a; filename*=nonsense''b               | a",
        "form-data; filename=a; filename*=''b                       | a",
        "form-data; filename=a; filename*=plain                     | a",
        "form-data; filename=a; filename*=UTF-8'b                   | a",
    })
    void findsTheFileName(String disposition, String expected) {
        assertEquals(expected, DispositionParameters.fileName(disposition));
    }
}
