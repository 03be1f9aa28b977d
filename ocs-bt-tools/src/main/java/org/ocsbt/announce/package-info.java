/**
 * What clients and trackers say to each other: announce and scrape, their HTTP form (BEP 3, 7, 23, 48)
 * and UDP form (BEP 15). Codecs go both ways and do no I/O.
 */
package org.ocsbt.announce;
