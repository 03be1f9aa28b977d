/** Changes to torrents that leave every other byte, and so the info-hash, as it was. */
package org.ocsbt.converter.edit;
