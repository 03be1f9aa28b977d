/**
 * Bencode (BEP 3) as bytes on disk: {@link org.ocsbt.bencode.BencodeReader} walks a torrent of any
 * size without building objects for it. Writing, and reading small messages, is left to the
 * {@code com.dampcake.bencode} library.
 */
package org.ocsbt.bencode;
