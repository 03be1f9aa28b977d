/** The old transfer programs' command lines, texts and exit statuses, in front of the transfer session. */
package org.ocsbt.downloader.face;
