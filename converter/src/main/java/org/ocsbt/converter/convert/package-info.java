/** From a saved partition to slices and a torrent in one pass, and the comparison of slices with one. */
package org.ocsbt.converter.convert;
