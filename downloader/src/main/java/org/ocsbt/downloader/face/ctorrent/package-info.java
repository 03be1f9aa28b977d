/**
 * The program {@code ctorrent} (contracts/ctorrent.md): makes a torrent of files, or fetches and serves one
 * torrent. Only here are its words and texts known.
 */
package org.ocsbt.downloader.face.ctorrent;
