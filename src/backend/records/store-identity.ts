import { AppError } from '../../kernel/errors.ts';
import { type Queryable, queryRows } from '../database.ts';

/** Which store it is, and under which prefix its tables are. */
export interface StorePlace {
  readonly siteUrl: string;
  readonly tablePrefix: string;
}

/**
 * Whether two answers come from one store: the same address (`store_key` in the database decides which forms of an
 * address are the same) and the same tables. A copy of a site under another prefix is another store.
 */
async function isSameStore(db: Queryable, one: StorePlace, other: StorePlace): Promise<boolean> {
  const [row] = await queryRows<{ same: boolean }>(
    db,
    'select store_key($1) = store_key($2) and lower($3) = lower($4) as same',
    [one.siteUrl, other.siteUrl, one.tablePrefix, other.tablePrefix],
  );
  return row?.same === true;
}

/** @throws config `store.identity-changed` */
export async function requireSameStore(db: Queryable, pinned: StorePlace, found: StorePlace): Promise<void> {
  if (await isSameStore(db, pinned, found)) return;
  const facts = ({ siteUrl, tablePrefix }: StorePlace) => ({ siteUrl, tablePrefix });
  throw new AppError({
    kind: 'config',
    code: 'store.identity-changed',
    message: 'At this address is another store than the one this configuration was made for.',
    details: { pinned: facts(pinned), found: facts(found) },
  });
}
