/** Clonezilla's image directories: which files hold a partition, their pieces, their compression. */
package org.ocsbt.converter.archive;
