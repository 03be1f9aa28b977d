# The Java that our programs run on, as jlink makes it. Source it.

# What the classes that our programs load need: java.logging for all of them, java.management for jnr-posix, java.naming for
# grpc, jdk.unsupported for O_DIRECT and direct buffers. jdeps names more, for parts of the libraries that we don't use. Each
# module is a part of every start.
modules=java.base,java.logging,java.management,java.naming,jdk.unsupported

# link_image DIR JDK [JLINK-OPTION...]: of the modules of that JDK, or of those that a --module-path names. xz packs the
# files better than jlink does, and an uncompressed image starts faster. So does one whose java.security is without its
# comments, nine tenths of what each start reads there by the interpreter.
link_image() {
  rm -rf "$1"
  mkdir -p "${1%/*}"
  "$2/bin/jlink" "${@:3}" --add-modules "$modules" --strip-java-debug-attributes \
    --no-header-files --no-man-pages --compress=0 --output "$1"
  sed -i '/^[[:space:]]*\(#\|$\)/d' "$1/conf/security/java.security"
  rm -f "$1"/bin/keytool "$1"/lib/{jrt-fs.jar,jexec,classlist}
}
