/** Finding peers on the local network without a tracker (BEP 14). */
package org.ocsbt.downloader.discover;
