package io.serval.container.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;

/**
 * An MBean whose attributes are read from a snapshot: one snapshot for all that are asked for in one call. Nothing can
 * be set. Safe for any thread once it is registered.
 */
final class Figures<T> implements DynamicMBean {
    /** Something to be done. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** One attribute. */
    private record Figure<T>(MBeanAttributeInfo info, Function<T, Object> value) { }

    private final String description;
    private final Supplier<T> snapshot;
    private final Map<String, Figure<T>> figures = new LinkedHashMap<>();
    private final Map<String, Action> actions = new LinkedHashMap<>();
    private final List<MBeanOperationInfo> operations = new ArrayList<>();

    Figures(String description, Supplier<T> snapshot) {
        this.description = description;
        this.snapshot = snapshot;
    }

    Figures<T> number(String name, String about, Function<T, Number> value) {
        return add(name, Long.class.getName(), about, of -> value.apply(of).longValue());
    }

    Figures<T> count(String name, String about, Function<T, Integer> value) {
        return add(name, Integer.class.getName(), about, value::apply);
    }

    Figures<T> real(String name, String about, Function<T, Double> value) {
        return add(name, Double.class.getName(), about, value::apply);
    }

    Figures<T> flag(String name, String about, Function<T, Boolean> value) {
        return add(name, Boolean.class.getName(), about, value::apply);
    }

    Figures<T> text(String name, String about, Function<T, String> value) {
        return add(name, String.class.getName(), about, value::apply);
    }

    Figures<T> texts(String name, String about, Function<T, String[]> value) {
        return add(name, String[].class.getName(), about, value::apply);
    }

    /** Something that can be done, without arguments. */
    Figures<T> operation(String name, String about, Action action) {
        actions.put(name, action);
        operations.add(new MBeanOperationInfo(name, about, new MBeanParameterInfo[0], "void",
                MBeanOperationInfo.ACTION));
        return this;
    }

    private Figures<T> add(String name, String type, String about, Function<T, Object> value) {
        figures.put(name, new Figure<>(new MBeanAttributeInfo(name, type, about, true, false, false), value));
        return this;
    }

    @Override public Object getAttribute(String name) throws AttributeNotFoundException {
        Figure<T> figure = figures.get(name);
        if (figure == null) {
            throw new AttributeNotFoundException("there is no attribute " + name + "; there are " + figures.keySet());
        }
        return figure.value().apply(snapshot.get());
    }

    @Override public AttributeList getAttributes(String[] names) {
        AttributeList found = new AttributeList();
        T now = snapshot.get();
        for (String name : names) {
            Figure<T> figure = figures.get(name);
            if (figure != null) {
                found.add(new Attribute(name, figure.value().apply(now)));
            }
        }
        return found;
    }

    @Override public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("attribute " + attribute.getName() + " can only be read");
    }

    @Override public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override public Object invoke(String operation, Object[] values, String[] types)
            throws MBeanException, ReflectionException {
        Action action = values == null || values.length == 0 ? actions.get(operation) : null;
        if (action == null) {
            throw new ReflectionException(new NoSuchMethodException(operation),
                    "there is no such operation; there are, without arguments, " + actions.keySet());
        }
        try {
            action.run();
        } catch (Exception e) {
            throw new MBeanException(e, operation + " failed: " + e);
        }
        return null;
    }

    @Override public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = figures.values().stream().map(Figure::info)
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(Figures.class.getName(), description, attributes, null,
                operations.toArray(MBeanOperationInfo[]::new), null);
    }
}
