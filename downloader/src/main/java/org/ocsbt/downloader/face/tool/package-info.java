/**
 * The small programs that tell the ezio daemon what to do and watch it (contracts/ezio-v2.md, "Tools"). They
 * work with the original daemon as well.
 */
package org.ocsbt.downloader.face.tool;
