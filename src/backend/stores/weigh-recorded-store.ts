import { type AppError, assertNever } from '../../kernel/errors.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { STORE_IDENTITY_SENTENCES as SAYS } from '../../kernel/sentences/store-identity-sentences.ts';
import {
  type AddressRelation,
  type FoundStore,
  type RecordedStore,
  type WeighedStore,
  weighStore,
} from '../../ticketing/model/store-identity.ts';
import { type Queryable, queryRows } from '../database.ts';

type Place = Pick<FoundStore, 'siteUrl' | 'tablePrefix'>;

/**
 * Compares the store that answers with the recorded one. The engine, the API and the command line share this
 * rule.
 */
export async function weighRecordedStore(
  db: Queryable,
  recorded: RecordedStore,
  found: FoundStore,
): Promise<WeighedStore> {
  return weighStore(recorded, found, await relate(db, recorded, found));
}

/**
 * `store_key` in the database decides which forms of an address count as the same. A server may store a prefix
 * in lower case.
 */
async function relate(db: Queryable, recorded: RecordedStore, found: Place): Promise<AddressRelation> {
  if (recorded.refused !== null && (await isSamePlace(db, recorded.refused, found))) return 'refused';
  if (!(await isSamePlace(db, recorded, found))) return 'new';
  return recorded.siteUrl === found.siteUrl ? 'same' : 'respelled';
}

/**
 * Whether these are the same tables of the same store. This is stricter than comparing the addresses: a store
 * that moves takes along the configurations of its own tables and no others.
 */
export async function isSamePlace(db: Queryable, one: Place, other: Place): Promise<boolean> {
  const [row] = await queryRows<{ same: boolean }>(
    db,
    'select store_key($1) = store_key($2) and lower($3) = lower($4) as same',
    [one.siteUrl, other.siteUrl, one.tablePrefix, other.tablePrefix],
  );
  return row?.same === true;
}

/** Why a configuration must not continue with the store that answers; null if it may. */
export async function refusalOf(
  db: Queryable,
  recorded: RecordedStore & { readonly wooProductId: number },
  found: FoundStore,
  { verdict, missing, older, marks, lostCheckIns }: WeighedStore,
): Promise<AppError | null> {
  const named = { kept: showPlace(recorded), found: showPlace(found), product: recorded.wooProductId };
  switch (verdict) {
    case 'same':
    case 'respelled':
      return null;
    case 'moved':
      return errorOf(SAYS.addressChanged, named);
    case 'product-changed':
      return errorOf(SAYS.productChanged, named);
    case 'other':
      return errorOf(SAYS.otherStore, named);
    case 'older': {
      const lacking = [...missing, ...older];
      const newest = Math.max(0, ...lacking.map(({ modifiedAtUtc }) => modifiedAtUtc?.getTime() ?? 0));
      const isNew = !(await isSamePlace(db, recorded, found));
      return errorOf(isNew ? SAYS.olderCopy : SAYS.olderState, {
        ...named,
        orders: missing.length,
        edits: older.length,
        replaced: marks.different,
        checkIns: lostCheckIns,
        newest: newest === 0 ? '–' : `${new Date(newest).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      });
    }
    default:
      return assertNever(verdict);
  }
}

/** The address with the table prefix: `https://shop.example.com (wp_)` */
function showPlace({ siteUrl, tablePrefix }: Place): string {
  return `${siteUrl} (${tablePrefix})`;
}
