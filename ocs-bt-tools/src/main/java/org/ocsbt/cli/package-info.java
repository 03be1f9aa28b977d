/**
 * Command lines as the old C, C++ and Python programs read them, on top of commons-cli. A program
 * describes its options as commons-cli {@code Options} and reads {@link org.ocsbt.cli.Arguments}.
 */
package org.ocsbt.cli;
