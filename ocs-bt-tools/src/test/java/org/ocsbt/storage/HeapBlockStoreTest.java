package org.ocsbt.storage;

class HeapBlockStoreTest extends BlockStoreContract {
    @Override
    BlockStore open() {
        return new HeapBlockStore(TORRENT.content().length);
    }
}
