package org.ocsbt.announce;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Peer addresses of one family as trackers send them: address and port, big-endian, end to end. */
public final class CompactPeers {
    private static final int PORT_BYTES = 2;

    /** The address family; its entry is address plus port. */
    public enum Family {
        /** 6 bytes a peer (BEP 23). */
        IPV4(4),
        /** 18 bytes a peer (BEP 7). */
        IPV6(16);

        private final int addressBytes;

        Family(int addressBytes) {
            this.addressBytes = addressBytes;
        }

        public int entryBytes() {
            return addressBytes + PORT_BYTES;
        }
    }

    private final Family family;
    private final byte[] packed;

    private CompactPeers(Family family, byte[] packed) {
        this.family = family;
        this.packed = packed;
    }

    public static CompactPeers none(Family family) {
        return new CompactPeers(family, new byte[0]);
    }

    /**
     * Takes the array over; the caller must not change it afterwards.
     *
     * @throws IllegalArgumentException unless the length is a multiple of the family's entry
     */
    public static CompactPeers ofPacked(Family family, byte[] packed) {
        if (packed.length % family.entryBytes() != 0) {
            throw new IllegalArgumentException(
                    packed.length + " bytes are no whole number of " + family + " peers");
        }
        return new CompactPeers(family, packed);
    }

    /** Packs the addresses of {@code family}; those of the other family are left out. */
    public static CompactPeers of(Family family, List<InetSocketAddress> addresses) {
        byte[] packed = new byte[addresses.size() * family.entryBytes()];
        int at = 0;
        for (InetSocketAddress address : addresses) {
            byte[] ip = address.getAddress().getAddress();
            if (ip.length == family.addressBytes) {
                System.arraycopy(ip, 0, packed, at, ip.length);
                packed[at + ip.length] = (byte) (address.getPort() >> 8);
                packed[at + ip.length + 1] = (byte) address.getPort();
                at += family.entryBytes();
            }
        }
        return new CompactPeers(family, Arrays.copyOf(packed, at));
    }

    public int count() {
        return packed.length / family.entryBytes();
    }

    public int lengthBytes() {
        return packed.length;
    }

    /** Copies the wire form to {@code target}. */
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(packed, 0, target, offset, packed.length);
    }

    public List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>(count());
        for (int at = 0; at < packed.length; at += family.entryBytes()) {
            int portAt = at + family.addressBytes;
            int port = (packed[portAt] & 0xff) << 8 | packed[portAt + 1] & 0xff;
            addresses.add(new InetSocketAddress(address(Arrays.copyOfRange(packed, at, portAt)), port));
        }
        return addresses;
    }

    private static InetAddress address(byte[] ip) {
        try {
            return InetAddress.getByAddress(ip);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompactPeers peers
                && family == peers.family && Arrays.equals(packed, peers.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return addresses().toString();
    }
}
