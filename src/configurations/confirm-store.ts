import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import {
  acceptOlderState,
  acceptProduct,
  forgetRefusal,
  giveCredentials,
  lockStoreConfigurations,
  moveStore,
  refuseAddress,
} from '../backend/stores/keep-store.ts';
import type { RecordedConfiguration } from '../backend/stores/recorded-store.ts';
import { compareRecordedStore, type StoreComparison } from '../backend/stores/require-recorded-store.ts';
import { isSamePlace, refusalOf, weighRecordedStore } from '../backend/stores/weigh-recorded-store.ts';
import type { ConfirmStoreInput, StoreComparisonReply, StoreDecision } from '../contract/store-comparison.ts';
import { AppError, assertNever } from '../kernel/errors.ts';
import type { AskedStore } from './ask-store.ts';

interface ConfirmDeps {
  readonly db: Database;
  readonly now: () => Date;
}

/**
 * A comparison for a person. It ignores an earlier decision about the store, so that the decision can be
 * withdrawn.
 */
interface Choice extends StoreComparison {
  readonly isNewPlace: boolean;
  readonly wasRefused: boolean;
  readonly decisions: readonly StoreDecision[];
}

/** Both sides, the conclusion, and the possible decisions. */
export async function compareStore(
  db: Database,
  configurationId: string,
  store: AskedStore,
): Promise<StoreComparisonReply> {
  const choice = await weighChoice(db, configurationId, store);
  const { recorded, found, weighed, refusal } = choice;
  const { orders, newestChangeAtUtc } = await store.figures();
  const ids = (marks: readonly { readonly wooOrderId: number }[]) =>
    marks.map(({ wooOrderId }) => wooOrderId).slice(0, SHOWN_ORDERS);
  const changes = recorded.orders.flatMap(({ modifiedAtUtc }) => modifiedAtUtc ?? []);
  return {
    verdict: weighed.verdict,
    code: refusal?.code ?? null,
    detail: refusal?.message ?? null,
    decisions: [...choice.decisions],
    was_refused: choice.wasRefused,
    held: {
      site_url: recorded.siteUrl,
      table_prefix: recorded.tablePrefix,
      product_created_at: instant(recorded.productCreatedAtUtc),
      oldest_orders: ids(recorded.state?.oldest ?? recorded.orders),
      newest_order: recorded.orders.at(-1)?.wooOrderId ?? null,
      orders: recorded.orders.length,
      newest_change_at: changes.length === 0 ? null : instant(changes.reduce(later)),
      seen_at: instant(recorded.stateAt),
    },
    found: {
      site_url: found.siteUrl,
      table_prefix: found.tablePrefix,
      product_created_at: instant(found.productCreatedAtUtc),
      oldest_orders: ids(found.state.oldest),
      newest_order: found.state.newest[0]?.wooOrderId ?? null,
      orders,
      newest_change_at: instant(newestChangeAtUtc),
    },
    known_orders: { ...weighed.marks },
    missing_orders: weighed.missing.length,
    older_orders: weighed.older.length,
    lost_check_ins: weighed.lostCheckIns,
  };
}

const SHOWN_ORDERS = 10;

/** A time in the format of the API. */
function instant(at: Date | null): string | null {
  return at === null ? null : at.toISOString().replace('Z', '000Z');
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}

/**
 * Carries out a person's decision about the store that answers, for all configurations of that store at once.
 * The request contains the address that the person saw: if the store has another one by now, it is not
 * confirmed.
 *
 * @param credentialsId the set with which the store answered, if it is not the configuration's own
 * @throws conflict `store.not-as-shown`, `store.nothing-to-confirm`, `configuration.exists`; config
 *   `store.other-store`, `store.older-copy`; missing `configuration.none`
 */
export async function confirmStore(
  { db, now }: ConfirmDeps,
  configurationId: string,
  answer: ConfirmStoreInput,
  store: AskedStore,
  credentialsId: string | null,
): Promise<void> {
  const choice = await weighChoice(db, configurationId, store);
  requireAsShown(choice, answer);
  if (!choice.decisions.includes(answer.decision)) throw choice.refusal ?? nothingToConfirm();
  const moves = answer.decision === 'same_store' && choice.weighed.verdict === 'moved';
  // The store is queried before anything is locked, because others write these rows, too.
  const whole = moves ? await requireWhole(db, choice.recorded, store) : null;
  await inTransaction(db, async (tx) => {
    const ids = await lockStoreConfigurations(tx, choice.recorded);
    if (whole !== null && ids.some((id) => !whole.has(id))) throw notAsShown(choice);
    if (answer.decision === 'another_store') {
      await refuseAddress(tx, ids, choice.found);
      return;
    }
    await forgetRefusal(tx, ids);
    await goOn(tx, choice, ids);
    if (credentialsId !== null && credentialsId !== choice.recorded.credentialsId) {
      await giveCredentials(tx, choice.found, choice.recorded.credentialsId, credentialsId);
    }
  });

  async function goOn(
    tx: Transaction,
    { recorded, found, weighed }: Choice,
    ids: readonly string[],
  ): Promise<void> {
    switch (weighed.verdict) {
      case 'moved':
        await moveStore(tx, recorded, found, now());
        return;
      case 'product-changed':
        await acceptProduct(tx, configurationId, found.productCreatedAtUtc);
        return;
      case 'older':
        await acceptOlderState(tx, ids);
        return;
      case 'same':
      case 'respelled':
      case 'other':
        return;
      default:
        assertNever(weighed.verdict);
    }
  }
}

async function weighChoice(db: Database, configurationId: string, store: AskedStore): Promise<Choice> {
  const compared = await compareRecordedStore(db, configurationId, 'all', store.find);
  const recorded: RecordedConfiguration = { ...compared.recorded, refused: null };
  const { found } = compared;
  const weighed = await weighRecordedStore(db, recorded, found);
  const refusal = await refusalOf(db, recorded, found, weighed);
  const isNewPlace = !(await isSamePlace(db, recorded, found));
  const { refused } = compared.recorded;
  const wasRefused = refused !== null && (await isSamePlace(db, refused, found));
  const known = { recorded, found, weighed, refusal, isNewPlace, wasRefused };
  return { ...known, decisions: decisionsOf(known) };
}

function decisionsOf({
  weighed,
  isNewPlace,
  wasRefused,
}: Omit<Choice, 'decisions'>): readonly StoreDecision[] {
  const { verdict } = weighed;
  const another = wasRefused ? [] : (['another_store'] as const);
  if (verdict === 'same' || verdict === 'respelled') return wasRefused ? ['same_store'] : [];
  if (verdict === 'other' || (verdict === 'older' && isNewPlace)) return another;
  return ['same_store', ...another];
}

function requireAsShown(choice: Choice, { site_url, table_prefix }: ConfirmStoreInput): void {
  const { found } = choice;
  const prefix = table_prefix ?? found.tablePrefix;
  if (site_url.replace(/\/+$/, '') === found.siteUrl && prefix === found.tablePrefix) return;
  throw notAsShown(choice);
}

function notAsShown({ found }: Choice): AppError {
  return new AppError({
    code: 'store.not-as-shown',
    message: `The store says now that its address is ${found.siteUrl}, with the table prefix ${found.tablePrefix}: compare it again.`,
  });
}

function nothingToConfirm(): AppError {
  return new AppError({
    code: 'store.nothing-to-confirm',
    message: 'The store answers at the address that is known: there is nothing to confirm.',
  });
}

/**
 * Checks that the new address has the orders of all other configurations of the same store.
 *
 * @returns the configurations of the store, all of which were compared
 */
async function requireWhole(
  db: Database,
  { configurationId, siteUrl, tablePrefix }: RecordedConfiguration,
  { find }: AskedStore,
): Promise<ReadonlySet<string>> {
  const ids = await inTransaction(
    db,
    async (tx) => await lockStoreConfigurations(tx, { siteUrl, tablePrefix }),
  );
  for (const id of ids) {
    if (id === configurationId) continue;
    const { recorded, found } = await compareRecordedStore(db, id, 'all', find);
    const ofItsOrders = { ...recorded, refused: null, productCreatedAtUtc: null };
    const weighed = await weighRecordedStore(db, ofItsOrders, found);
    const refusal = await refusalOf(db, ofItsOrders, found, weighed);
    if (weighed.verdict !== 'moved' && refusal !== null) throw refusal;
  }
  return new Set(ids);
}
