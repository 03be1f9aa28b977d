#!/usr/bin/env bats
# packaging/lambdas: plain classes in place of lambdas.

load ../lib/common

setup() {
  asm=$(printf '%s:' "$top"/target/dist/lib/asm-*.jar)
  work=$BATS_TEST_TMPDIR
  mkdir "$work/tool" "$work/classes"
  javac -cp "$asm" -d "$work/tool" "$top"/packaging/lambdas/*.java
}

convert() { # JAR...
  java -cp "$asm$work/tool" LambdaClasses "$@"
}

links_lambdas() { # JAR
  rm -rf "$work/unpacked"
  mkdir "$work/unpacked"
  unzip -q "$1" -d "$work/unpacked"
  find "$work/unpacked" -name '*.class' -exec javap -p -v {} + | grep -q LambdaMetafactory
}

# One of each kind: what is captured, boxed, widened, cast or thrown away; references to methods and constructors.
sample() {
  cat >"$work/Sample.java" <<'END'
import java.util.*;
import java.util.function.*;

public class Sample {
    interface Greeter {
        String greet(String name);
        default Greeter twice() { return name -> both(name, greet(name)); }
        private String both(String a, String b) { return a + "+" + b; }
    }
    interface Three { long of(byte a, double b, Object c); }
    private final String mine = "mine";
    private String secret(Object o) { return mine + o; }
    private static long wide(long value) { return value * 2; }
    class Inner {
        Supplier<String> outer() { return () -> secret(this.getClass().getSimpleName()); }
    }
    static <T extends Comparable<T>> T max(List<T> all) { return all.stream().reduce((a, b) -> a.compareTo(b) > 0 ? a : b).get(); }

    void run(int n, long l, double d) {
        say(((Greeter) name -> mine + name + n + l + d).twice().greet("x"));
        say(((Function<Object, String>) this::secret).apply(n));
        say(((ToLongFunction<Integer>) Sample::wide).applyAsLong(4));
        say(((LongUnaryOperator) Sample::wide).applyAsLong(5));
        say(((IntFunction<Object>) Integer::valueOf).apply(6));
        say(((IntFunction<Object>) value -> value + 0.5).apply(7));
        say(((Function<Integer, int[]>) int[]::new).apply(3).length);
        say(((Supplier<List<String>>) ArrayList::new).get());
        say(((Function<String, StringBuilder>) StringBuilder::new).apply("made").reverse());
        List<String> list = new ArrayList<>();
        ((Consumer<String>) list::add).accept("thrown away");
        ((Consumer<String>) s -> say(list + s)).accept("!");
        say(((Three) (a, b, c) -> a + (long) b + c.hashCode()).of((byte) 1, 2.5, 3));
        say(((BiFunction<String, Integer, Character>) String::charAt).apply("abc", 1));
        say(((ToIntFunction<String>) String::length).applyAsInt("four"));
        say(((Predicate<Object>) Objects::isNull).test(null));
        say(new Inner().outer().get());
        say(max(List.of(3, 9, 4)));
        Supplier<Runnable> nested = () -> () -> say("nested " + n);
        nested.get().run();
        say(((Supplier<String>) () -> "nothing captured").get());
    }
    private static void say(Object what) { System.out.println(what); }
    public static void main(String[] args) { new Sample().run(1, 2L, 3.5); }
}
END
  javac -d "$work/classes" "$work/Sample.java"
  jar -cf "$work/sample.jar" -C "$work/classes" .
}

@test "classes do what the lambdas did" {
  sample
  java -cp "$work/sample.jar" Sample >"$work/before"
  links_lambdas "$work/sample.jar"
  convert "$work/sample.jar"
  ! links_lambdas "$work/sample.jar" || fail "lambdas are left"
  java -Xverify:all -cp "$work/sample.jar" Sample >"$work/after"
  (($(wc -l <"$work/before") == 18)) || fail "the sample says something else: $(<"$work/before")"
  diff "$work/before" "$work/after"
}

@test "the same jar comes out each time, and once" {
  sample
  cp -p "$work/sample.jar" "$work/again.jar"
  convert "$work/sample.jar" "$work/again.jar"
  cmp "$work/sample.jar" "$work/again.jar"
  convert "$work/again.jar"
  cmp "$work/sample.jar" "$work/again.jar"
}

@test "our programs link no lambdas of ours" {
  local jar
  for jar in "$top"/target/dist/lib/{ocs-bt-tools,tracker,converter,downloader}-*.jar; do
    ! links_lambdas "$jar" || fail "$jar"
  done
}
