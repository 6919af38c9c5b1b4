-- Several events of one store that are due at once: one of them digests the store's tables, the others wait for that.

-- Until when the others wait; null: nobody digests them now.
alter table store_digests add column being_taken_until timestamptz;

-- Sets that are there keep the number that they have.
alter table sync_credentials alter column max_concurrent_syncs set default 4;
