/** Files on disk as the content of a torrent: what there is, in which order, and its piece hashes. */
package org.ocsbt.content;
