package io.serval.container.management;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.ReflectionException;

/**
 * An MBean whose attributes are read from a snapshot: one snapshot for all that are asked for in one call. Nothing can
 * be
 * set or invoked. Safe for any thread once it is registered.
 */
final class Figures<T> implements DynamicMBean {
    /** One attribute. */
    private record Figure<T>(MBeanAttributeInfo info, Function<T, Object> value) { }

    private final String description;
    private final Supplier<T> snapshot;
    private final Map<String, Figure<T>> figures = new LinkedHashMap<>();

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

    @Override public Object invoke(String operation, Object[] values, String[] types) throws ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(operation), "there are no operations");
    }

    @Override public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = figures.values().stream().map(Figure::info)
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(Figures.class.getName(), description, attributes, null, new MBeanOperationInfo[0], null);
    }
}
