import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { Installation } from './installation.ts';
import { type SignedIn, signIn } from './signed-in.ts';
import type { Surroundings } from './surroundings.ts';

const EMAIL = 'ops@example.com';
const PASSWORD = 'tres tristes tigres';
const EVENT = 'Evento Híbrido 2025';
const ADDED = ['--product', '173911', '--event-name', EVENT, '--organizer-email', 'organizador@example.com'];
const RENAMED = 'Recién Llegada';
/** These limits only end tests that hang. */
const MAIL_PATIENCE_MS = 120_000;
const CHAPTER_PATIENCE_MS = 300_000;
const VERIFIED = { status: 'success', verification: 'verified' };

/** The result of the story, for tests that continue with it. */
interface SmokeStory {
  readonly installation: Installation;
  readonly panel: SignedIn;
  readonly configuration: string;
  /** Requests a sync over the API and waits for its end. */
  readonly sync: () => Promise<Record<string, unknown>>;
}

/**
 * The life of an installation from its first command to the mail about the recovery, with documented commands and
 * operations only. Each chapter is a test; after a failure, the others fail at once.
 */
export function smokeStory(open: () => Promise<Surroundings>, storeOrders?: number): () => SmokeStory {
  let installation: Installation;
  let panel: SignedIn;
  let configuration = '';
  let stoppedAt: string | null = null;
  let close = async (): Promise<void> => undefined;

  beforeAll(async () => {
    installation = await Installation.open(await open(), storeOrders);
    close = async () => await installation.close();
  });
  afterAll(async () => await close());

  const chapter = (name: string, work: () => Promise<void>): void =>
    it(
      name,
      async () => {
        if (stoppedAt !== null) throw new Error(`the story stopped at: ${stoppedAt}`);
        stoppedAt = name;
        await work();
        stoppedAt = null;
      },
      CHAPTER_PATIENCE_MS,
    );
  const startBefore = async (now: Surroundings['startsBefore']): Promise<void> => {
    if (installation.surroundings.startsBefore === now) await installation.startAll();
  };
  const sync = async (): Promise<Record<string, unknown>> => {
    const { execution_id: id } = await panel.ask('POST', `configurations/${configuration}/trigger/`);
    await panel.follow(`executions/${String(id)}/stream/`);
    return await panel.ask('GET', `executions/${String(id)}/`);
  };
  const expectWell = async (): Promise<void> => {
    const { warnings = 0 } = installation.surroundings;
    const said = (await installation.exec(['check'])).trimEnd().split('\n');
    expect(said.filter((line) => line.startsWith('!'))).toHaveLength(warnings);
    expect(said.at(-1)).toMatch(/^The installation is healthy[.,] /);
  };
  const openAlerts = async (): Promise<readonly unknown[]> =>
    (await panel.ask('GET', 'alerts/?open=true'))['results'] as readonly unknown[];

  chapter('migrate makes the tables', async () => {
    await startBefore('migrate');
    const said = await installation.exec(['migrate']);
    const last = said.trimEnd().split('\n').at(-1);
    const isMade = installation.surroundings.startsBefore === 'migrate';
    expect(last).toBe(isMade ? 'The backend is up to date.' : 'The backend is up to date now.');
  });

  chapter('createsuperuser makes somebody who may sign in', async () => {
    await installation.exec(['createsuperuser', '--email', EMAIL], PASSWORD);
  });

  chapter('check finds the installation well', async () => await expectWell());

  chapter('credentials are kept and tested', async () => {
    await startBefore('credentials');
    const { user, password, database } = parseStoreUrl(installation.store.url);
    const at = ['--mysql-host', '127.0.0.1', '--mysql-port', String(installation.storePort)];
    const set = ['--transport', 'direct', ...at, '--mysql-user', user, '--mysql-database', database];
    const secrets = JSON.stringify({ password });
    await installation.exec(['credentials', 'add', 'shop', ...set, '--secrets-from-stdin'], secrets);
    await installation.exec(['credentials', 'test', 'shop']);
  });

  chapter('a sync from the command line brings the event over', async () => {
    const added = await installation.exec(['configurations', 'add', ...ADDED, '--json']);
    configuration = String((JSON.parse(added) as { readonly id: unknown }).id);
    const report = await installation.exec(['sync', '--configuration', configuration, '--json']);
    expect(JSON.parse(report)).toMatchObject({ ...VERIFIED, depth: 'full', rejects: [], error: null });
  });

  chapter('a trigger over the API is carried to a worker, which syncs', async () => {
    await startBefore('trigger');
    await installation.surroundings.disturb?.();
    panel = await signIn(installation.address, EMAIL, PASSWORD);
    expect(await sync()).toMatchObject(VERIFIED);
  });

  chapter('a store that is away becomes an alert and a mail', async () => {
    await installation.setStore(false);
    expect(await sync()).toMatchObject({ status: 'failed', error_code: 'store.unreachable' });
    await waitFor(
      () => installation.subjects,
      (subjects) => subjects.length > 0,
      MAIL_PATIENCE_MS,
    );
    expect(installation.subjects).toEqual(['[Taquilla] Store out of reach: shop']);
    expect(await openAlerts()).toMatchObject([{ kind: 'store_unreachable', credentials_name: 'shop' }]);
    const { exitCode, stdout } = await installation.run(['status']);
    expect([exitCode, stdout]).toEqual([
      1,
      expect.stringMatching(/^✗ incidents: 1 open: store_unreachable/m),
    ]);
  });

  chapter(
    'the store is back: what changed meanwhile arrives, the alert closes, and a mail says so',
    async () => {
      await installation.store.exec(
        `update wp_postmeta set meta_value = '${RENAMED}' where meta_key = 'WooCommerceEventsAttendeeName'
         and post_id in (select post_id from (select m.post_id from wp_postmeta m join wp_posts p on p.ID = m.post_id
           where m.meta_key = 'WooCommerceEventsProductID' and m.meta_value = '173911' and p.post_status = 'publish'
           order by m.post_id limit 1) one)`,
      );
      await installation.setStore(true);
      expect(await sync()).toMatchObject(VERIFIED);
      await waitFor(
        () => installation.subjects,
        (subjects) => subjects.length > 1,
        MAIL_PATIENCE_MS,
      );
      expect(installation.subjects.slice(1)).toEqual(['[Taquilla] Store in reach again: shop']);
      expect(await openAlerts()).toEqual([]);
      const { results } = await panel.ask('GET', `/tickets/?search=${encodeURIComponent(RENAMED)}`);
      expect(results).toMatchObject([{ first_name: RENAMED }]);
      await installation.exec(['status']);
      await expectWell();
    },
  );

  return () => ({ installation, panel, configuration, sync });
}
