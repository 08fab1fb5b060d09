package io.serval.container.deploy.scan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Reads {@link ClassFacts}; method bodies and debug information are passed over. Used once, by one thread. */
final class ClassFactsReader extends ClassVisitor {
    private static final int API = Opcodes.ASM9;

    private int access;
    private String name;
    private String superName;
    private List<String> interfaces = List.of();
    private final List<AnnotationFacts> annotations = new ArrayList<>(2);
    private final Set<String> memberAnnotations = new HashSet<>(2);

    private ClassFactsReader() {
        super(API);
    }

    /** @throws IllegalArgumentException if the class file is newer than can be read, or damaged */
    static ClassFacts read(byte[] classFile) {
        try {
            ClassFactsReader reader = new ClassFactsReader();
            new ClassReader(classFile).accept(reader,
                    ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return new ClassFacts(reader.name, (reader.access & Opcodes.ACC_ANNOTATION) != 0, reader.superName,
                    reader.interfaces, List.copyOf(reader.annotations), Set.copyOf(reader.memberAnnotations));
        } catch (IndexOutOfBoundsException | NegativeArraySizeException damaged) {
            throw new IllegalArgumentException("damaged class file", damaged);
        }
    }

    @Override public void visit(int version, int access, String name, String signature, String superName,
                                String[] interfaces) {
        this.access = access;
        this.name = dotted(name);
        this.superName = superName == null ? null : dotted(superName);
        this.interfaces = List.of(interfaces).stream().map(ClassFactsReader::dotted).toList();
    }

    @Override public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        AnnotationFacts facts = new AnnotationFacts(typeOf(descriptor), new HashMap<>());
        annotations.add(facts);
        return new Members(facts.values());
    }

    @Override public FieldVisitor visitField(int access, String name, String descriptor, String signature,
                                             Object value) {
        return new FieldVisitor(API) {
            @Override public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return noteMember(descriptor);
            }
        };
    }

    @Override public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
                                               String[] exceptions) {
        return new MethodVisitor(API) {
            @Override public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return noteMember(descriptor);
            }

            @Override public AnnotationVisitor visitParameterAnnotation(int parameter, String descriptor,
                                                                        boolean visible) {
                return noteMember(descriptor);
            }
        };
    }

    private AnnotationVisitor noteMember(String descriptor) {
        memberAnnotations.add(typeOf(descriptor));
        return null;
    }

    private static String dotted(String internalName) {
        return internalName.replace('/', '.');
    }

    private static String typeOf(String descriptor) {
        return Type.getType(descriptor).getClassName();
    }

    /** Collects the members of an annotation into a map. */
    private static final class Members extends AnnotationVisitor {
        private final Map<String, Object> values;

        Members(Map<String, Object> values) {
            super(API);
            this.values = values;
        }

        @Override public void visit(String member, Object value) {
            values.put(member, value instanceof Type type ? type.getClassName() : value);
        }

        @Override public void visitEnum(String member, String descriptor, String constant) {
            values.put(member, constant);
        }

        @Override public AnnotationVisitor visitAnnotation(String member, String descriptor) {
            AnnotationFacts nested = new AnnotationFacts(typeOf(descriptor), new HashMap<>());
            values.put(member, nested);
            return new Members(nested.values());
        }

        @Override public AnnotationVisitor visitArray(String member) {
            List<Object> list = new ArrayList<>();
            values.put(member, list);
            return new Items(list);
        }
    }

    /** Collects the items of an array. */
    private static final class Items extends AnnotationVisitor {
        private final List<Object> items;

        Items(List<Object> items) {
            super(API);
            this.items = items;
        }

        @Override public void visit(String member, Object value) {
            items.add(value instanceof Type type ? type.getClassName() : value);
        }

        @Override public void visitEnum(String member, String descriptor, String constant) {
            items.add(constant);
        }

        @Override public AnnotationVisitor visitAnnotation(String member, String descriptor) {
            AnnotationFacts nested = new AnnotationFacts(typeOf(descriptor), new HashMap<>());
            items.add(nested);
            return new Members(nested.values());
        }
    }
}
