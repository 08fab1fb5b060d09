package io.serval.container.naming;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Properties;

/**
 * Makes {@code jakarta.mail.Session} objects of the {@code mail.…} properties of a resource, with the mail library that
 * the application or the server brings along; the container knows it by name only.
 */
final class MailSessions {
    private MailSessions() {
    }

    static Object create(Map<String, String> properties, ClassLoader loader) throws ReflectiveOperationException {
        Properties mail = new Properties();
        properties.forEach((name, value) -> {
            if (name.startsWith("mail.")) {
                mail.setProperty(name, value);
            }
        });
        try {
            Class<?> session = Class.forName("jakarta.mail.Session", true, loader);
            Method factory = session.getMethod("getInstance", Properties.class);
            return factory.invoke(null, mail);
        } catch (ClassNotFoundException e) {
            throw new ClassNotFoundException("jakarta.mail.Session is not there; put a mail library, such as "
                    + "angus-mail, into lib/shared", e);
        }
    }
}
