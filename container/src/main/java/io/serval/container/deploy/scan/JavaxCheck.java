package io.serval.container.deploy.scan;

/**
 * Recognises applications that are written for {@code javax.servlet}, the API before Servlet 5.0, which this server
 * does not provide. Confined to one deployment.
 */
public final class JavaxCheck {
    /** What to do about it, for messages. */
    public static final String REMEDY = "this server runs jakarta.servlet (Servlet 6.1). Convert the application with "
            + "the Apache Tomcat migration tool for Jakarta EE (java -jar jakartaee-migration.jar old.war new.war), or "
            + "deploy a version that is built for Jakarta EE";
    private static final String PACKAGE = "javax.servlet.";
    private static final String NEW_PACKAGE = "jakarta.servlet.";

    private String firstClass;
    private String firstUnit;
    private int count;
    private boolean isOwnClass;
    private boolean knowsJakarta;

    void look(String unit, ClassFacts facts) {
        knowsJakarta |= facts.mentions(NEW_PACKAGE);
        if (facts.mentions(PACKAGE)) {
            count++;
            isOwnClass |= unit.equals(ClassUnit.OWN_CLASSES);
            if (firstClass == null) {
                firstClass = facts.name();
                firstUnit = unit;
            }
        }
    }

    /**
     * What to tell the administrator, or {@code null} if nothing is wrong: a library may serve both APIs, and then its
     * classes for the old one are never loaded.
     */
    public String message() {
        boolean matters = isOwnClass || count > 0 && !knowsJakarta;
        return !matters ? null : "the application has " + count + " class(es) written for javax.servlet, such as "
                + firstClass + " in " + firstUnit + "; " + REMEDY;
    }

    /** Whether a class, or one it extends, is written for {@code javax.servlet}. */
    public static boolean isJavax(String className, ClassIndex index) {
        ClassFacts facts = index.find(className);
        while (facts != null) {
            if (facts.mentions(PACKAGE)) {
                return true;
            }
            facts = facts.superName() == null || facts.superName().startsWith("java.") ? null
                    : index.find(facts.superName());
        }
        return false;
    }
}
