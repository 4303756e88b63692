import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Gives the classes of a jar the stack maps and the version of Java 25, and nothing else. An AOT cache leaves out classes from
 * before Java 6, which must be verified the old way at each start; picocli is compiled for Java 5.
 */
void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path raised = Path.of(args[0] + ".new");
    try (JarFile from = new JarFile(jar.toFile());
            JarOutputStream to = new JarOutputStream(Files.newOutputStream(raised));
            URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
        ClassFile classes = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
        // Code that is passed on as it is would keep its lack of stack maps.
        ClassTransform version = (builder, element) -> builder.with(
                element instanceof ClassFileVersion ? ClassFileVersion.of(ClassFile.JAVA_25_VERSION, 0) : element);
        ClassTransform raise = version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
        for (JarEntry entry : from.stream().toList()) {
            byte[] bytes = from.getInputStream(entry).readAllBytes();
            JarEntry copy = new JarEntry(entry.getName());
            copy.setTime(entry.getTime());
            to.putNextEntry(copy);
            boolean old = entry.getName().startsWith("picocli/") && entry.getName().endsWith(".class");
            to.write(old ? classes.transformClass(classes.parse(bytes), raise) : bytes);
        }
    }
    Files.move(raised, jar, StandardCopyOption.REPLACE_EXISTING);
}
