package io.serval.container.deploy.merge;

import java.util.List;

import io.serval.container.descriptor.LoginDeclaration;
import io.serval.container.descriptor.SecurityConstraint;
import io.serval.container.descriptor.WebResourceCollection;
import io.serval.container.xml.Element;

/** The part of {@link DescriptorMaker} that is about security (Servlet 6.1 §13). Stateless. */
final class SecurityMaker {
    private SecurityMaker() {
    }

    static List<SecurityConstraint> constraints(Element root) {
        return root.all("security-constraint").stream().map(SecurityMaker::constraint).toList();
    }

    private static SecurityConstraint constraint(Element constraint) {
        Element auth = constraint.child("auth-constraint");
        Element data = constraint.child("user-data-constraint");
        return new SecurityConstraint(constraint.text("display-name"),
                constraint.all("web-resource-collection").stream().map(SecurityMaker::collection).toList(),
                auth == null ? null : auth.texts("role-name"),
                data == null ? "NONE" : data.text("transport-guarantee"), constraint.location());
    }

    private static WebResourceCollection collection(Element each) {
        return new WebResourceCollection(each.has("web-resource-name") ? each.text("web-resource-name") : "",
                each.texts("url-pattern"), each.texts("http-method"), each.texts("http-method-omission"));
    }

    static LoginDeclaration login(Element config) {
        if (config == null) {
            return null;
        }
        Element form = config.child("form-login-config");
        return new LoginDeclaration(config.text("auth-method"), config.text("realm-name"),
                form == null ? null : form.text("form-login-page"), form == null ? null : form.text("form-error-page"));
    }

    static List<String> roles(Element root) {
        return root.all("security-role").stream().map(each -> each.text("role-name")).distinct().toList();
    }
}
