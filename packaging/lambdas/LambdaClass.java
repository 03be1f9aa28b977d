import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * The class that stands for one lambda. It is a nest mate of the one with the lambda (JVMS 4.7.28), so that it may call its
 * private methods. What a lambda is made of stands in the documentation of {@link java.lang.invoke.LambdaMetafactory}.
 */
final class LambdaClass {
    /** Makes one from what the lambda captures. */
    static final String FACTORY = "of";
    private static final String INSTANCE = "INSTANCE";
    private static final Type OBJECT = Type.getType(Object.class);

    private final ClassNode made = new ClassNode();
    private final Type self;
    private final InvokeDynamicInsnNode site;
    /** What the lambda has of its surroundings. */
    private final Type[] captured;
    /** The interface's method as the machine knows it, and with its type parameters filled in. */
    private final Type erased;
    private final Type instantiated;
    private final Handle body;

    LambdaClass(String name, ClassNode host, ClassNode nest, InvokeDynamicInsnNode site) {
        this.site = site;
        this.self = Type.getObjectType(name);
        this.captured = Type.getArgumentTypes(site.desc);
        this.erased = (Type) site.bsmArgs[0];
        this.body = (Handle) site.bsmArgs[1];
        this.instantiated = (Type) site.bsmArgs[2];
        made.version = host.version;
        made.access = Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC;
        made.name = name;
        made.superName = OBJECT.getInternalName();
        made.interfaces = List.of(Type.getReturnType(site.desc).getInternalName());
        made.nestHostClass = nest.name;
        if (nest.nestMembers == null) {
            nest.nestMembers = new ArrayList<>();
        }
        nest.nestMembers.add(name);
    }

    ClassNode make() {
        constructor();
        if (captured.length == 0) {
            instance();
        }
        factory();
        function();
        return made;
    }

    private GeneratorAdapter method(int access, String name, String descriptor) {
        MethodNode method = new MethodNode(access, name, descriptor, null, null);
        made.methods.add(method);
        return new GeneratorAdapter(method, access, name, descriptor);
    }

    private Method constructorMethod() {
        return new Method("<init>", Type.VOID_TYPE, captured);
    }

    private void constructor() {
        GeneratorAdapter code = method(Opcodes.ACC_PRIVATE, "<init>", constructorMethod().getDescriptor());
        code.loadThis();
        code.invokeConstructor(OBJECT, new Method("<init>", "()V"));
        for (int i = 0; i < captured.length; i++) {
            made.fields.add(new FieldNode(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL, "captured" + i, captured[i].getDescriptor(), null, null));
            code.loadThis();
            code.loadArg(i);
            code.putField(self, "captured" + i, captured[i]);
        }
        code.returnValue();
        code.endMethod();
    }

    /** What captures nothing exists once. */
    private void instance() {
        made.fields.add(new FieldNode(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL, INSTANCE, self.getDescriptor(), null, null));
        GeneratorAdapter code = method(Opcodes.ACC_STATIC, "<clinit>", "()V");
        construct(code);
        code.putStatic(self, INSTANCE, self);
        code.returnValue();
        code.endMethod();
    }

    private void construct(GeneratorAdapter code) {
        code.newInstance(self);
        code.dup();
        code.loadArgs();
        code.invokeConstructor(self, constructorMethod());
    }

    private void factory() {
        GeneratorAdapter code = method(Opcodes.ACC_STATIC, FACTORY, site.desc);
        if (captured.length == 0) {
            code.getStatic(self, INSTANCE, self);
        } else {
            construct(code);
        }
        code.returnValue();
        code.endMethod();
    }

    /** The interface's method: calls the body with what was captured and what it gets. */
    private void function() {
        GeneratorAdapter code = method(Opcodes.ACC_PUBLIC, site.name, erased.getDescriptor());
        if (isConstructor()) {
            code.newInstance(owner());
            code.dup();
        }
        for (int i = 0; i < captured.length; i++) {
            code.loadThis();
            code.getField(self, "captured" + i, captured[i]);
        }
        List<Type> wanted = bodyArguments();
        for (int i = 0; i < erased.getArgumentTypes().length; i++) {
            code.loadArg(i);
            adapt(code, erased.getArgumentTypes()[i], instantiated.getArgumentTypes()[i], wanted.get(captured.length + i));
        }
        code.visitMethodInsn(bodyCall(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
        giveBack(code, isConstructor() ? owner() : Type.getReturnType(body.getDesc()));
        code.endMethod();
    }

    private boolean isConstructor() {
        return body.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    }

    private Type owner() {
        return Type.getObjectType(body.getOwner());
    }

    private List<Type> bodyArguments() {
        List<Type> arguments = new ArrayList<>();
        if (!isConstructor() && body.getTag() != Opcodes.H_INVOKESTATIC) {
            arguments.add(owner());
        }
        arguments.addAll(List.of(Type.getArgumentTypes(body.getDesc())));
        return arguments;
    }

    private int bodyCall() {
        if (isConstructor()) {
            return Opcodes.INVOKESPECIAL;
        }
        if (body.getTag() == Opcodes.H_INVOKESTATIC) {
            return Opcodes.INVOKESTATIC;
        }
        return body.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
    }

    private void giveBack(GeneratorAdapter code, Type returned) {
        if (erased.getReturnType() != Type.VOID_TYPE) {
            adapt(code, returned, returned, instantiated.getReturnType());
        } else if (returned.getSize() == 2) {
            code.pop2();
        } else if (returned.getSize() == 1) {
            code.pop();
        }
        code.returnValue();
    }

    /**
     * Makes a value on the stack what the body, or the interface, wants.
     *
     * @param known what it is known to be beyond its type
     */
    private static void adapt(GeneratorAdapter code, Type type, Type known, Type wanted) {
        if (isPrimitive(type) && isPrimitive(wanted)) {
            code.cast(type, wanted);
        } else if (isPrimitive(type)) {
            code.valueOf(type);
        } else if (isPrimitive(wanted)) {
            Type unboxed = unboxed(known, wanted);
            code.unbox(unboxed);
            code.cast(unboxed, wanted);
        } else if (!type.equals(wanted) && !wanted.equals(OBJECT)) {
            code.checkCast(wanted);
        }
    }

    private static boolean isPrimitive(Type type) {
        return type.getSort() < Type.ARRAY;
    }

    /** An {@code Integer} may be wanted as a {@code long}. */
    private static Type unboxed(Type known, Type wanted) {
        return switch (known.getClassName()) {
            case "java.lang.Byte" -> Type.BYTE_TYPE;
            case "java.lang.Short" -> Type.SHORT_TYPE;
            case "java.lang.Character" -> Type.CHAR_TYPE;
            case "java.lang.Integer" -> Type.INT_TYPE;
            case "java.lang.Long" -> Type.LONG_TYPE;
            case "java.lang.Float" -> Type.FLOAT_TYPE;
            default -> wanted;
        };
    }
}
