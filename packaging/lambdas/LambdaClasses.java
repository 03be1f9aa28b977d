import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Makes plain classes of the lambdas in jars. Java links each lambda when it is first used, even with a class-data archive:
 * the two hundred of a client's start are a seventh of its processor time, and mostly done by the interpreter.
 */
final class LambdaClasses {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private final Map<String, byte[]> contents = new LinkedHashMap<>();
    private final Map<String, ClassNode> classes = new LinkedHashMap<>();

    /** @param jars are replaced */
    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            new LambdaClasses().rewrite(Path.of(jar));
        }
    }

    private void rewrite(Path jar) throws IOException {
        read(jar);
        boolean hasLambdas = false;
        for (ClassNode host : List.copyOf(classes.values())) {
            hasLambdas |= convert(host);
        }
        if (!hasLambdas) {
            return;
        }
        Path rewritten = Path.of(jar + ".new");
        write(rewritten);
        Files.setLastModifiedTime(rewritten, Files.getLastModifiedTime(jar));
        Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private void read(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                entries.put(entry.getName(), entry);
                contents.put(entry.getName(), content);
                if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
                    ClassNode read = new ClassNode();
                    new ClassReader(content).accept(read, 0);
                    classes.put(read.name, read);
                }
            }
        }
    }

    /** In the order of the old one; what is new has the time of its host, so that the same jar is written each time. */
    private void write(Path jar) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(entries.get(file.getKey()));
                entry.setCompressedSize(-1);
                entry.setSize(file.getValue().length);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        }
    }

    /** Returns whether the class has lambdas. */
    private boolean convert(ClassNode host) {
        int made = 0;
        for (MethodNode method : host.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof InvokeDynamicInsnNode site && isLambda(site)) {
                    // Older classes have no nests.
                    host.version = Math.max(host.version, Opcodes.V11);
                    String name = host.name + "$Lambda" + made++;
                    add(new LambdaClass(name, host, nestOf(host), site).make(), host);
                    method.instructions.set(site,
                            new MethodInsnNode(Opcodes.INVOKESTATIC, name, LambdaClass.FACTORY, site.desc, false));
                }
            }
        }
        if (made > 0) {
            contents.put(host.name + ".class", bytesOf(host, 0));
            // It has new members; itself it may have been written before.
            contents.put(nestOf(host).name + ".class", bytesOf(nestOf(host), 0));
        }
        return made > 0;
    }

    /** Those with bridges or markers have another factory, and stay. */
    private static boolean isLambda(InvokeDynamicInsnNode site) {
        return site.bsm.getOwner().equals(METAFACTORY) && site.bsm.getName().equals("metafactory");
    }

    private ClassNode nestOf(ClassNode host) {
        return host.nestHostClass == null ? host : classes.get(host.nestHostClass);
    }

    private void add(ClassNode made, ClassNode host) {
        ZipEntry entry = new ZipEntry(made.name + ".class");
        entry.setTime(entries.get(host.name + ".class").getTime());
        entries.put(entry.getName(), entry);
        contents.put(entry.getName(), bytesOf(made, ClassWriter.COMPUTE_MAXS));
    }

    private static byte[] bytesOf(ClassNode node, int flags) {
        ClassWriter writer = new ClassWriter(flags);
        node.accept(writer);
        return writer.toByteArray();
    }
}
