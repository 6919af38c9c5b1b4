import type { Page } from 'playwright-core';
import { textAt } from '../../admin/src/texts/dictionary.ts';
import { en } from '../../admin/src/texts/en.ts';
import { es } from '../../admin/src/texts/es.ts';

export type PanelLanguage = 'en' | 'es';

/** The name of a button or field in the language of the page; placeholders of a text match anything. */
export type Called = (key: string) => string | RegExp;

export interface Screen {
  readonly name: string;
  /** A path below the panel's address; `:name` is replaced by the id of that name. */
  readonly path: string;
  /** The role of the user; a superuser if absent. `signed-out`: no session. */
  readonly as?: 'operator' | 'viewer' | 'signed-out';
  /** The part of it that is opened: a dialog, a menu, a collapsed section. */
  readonly open?: (page: Page, called: Called) => Promise<unknown>;
}

const DICTIONARIES = { en, es };

export function calledIn(language: PanelLanguage): Called {
  return (key) => {
    const text = textAt(DICTIONARIES[language] as never, key);
    if (text === null) throw new Error(`nothing is called ${key}`);
    const forms = text.split('||||').map((form) => form.trim());
    if (forms.length === 1 && !text.includes('%{')) return text;
    const pattern = forms.map((form) => form.replace(/[.*+?^$()[\]\\]/g, '\\$&').replace(/%\{\w+\}/g, '.+'));
    return new RegExp(`^(${pattern.join('|')})$`, 'u');
  };
}

const press =
  (key: string) =>
  async (page: Page, called: Called): Promise<void> => {
    const name = called(key);
    await page
      .getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
      .first()
      .click();
  };

/** Selecting a row shows the actions for several rows. */
const choose = async (page: Page): Promise<void> => {
  await page.locator('tbody input[type=checkbox]').first().check();
  // A pointer can reach every action of it, down to the last button.
  const actions = page.locator('[data-test=bulk-actions-toolbar] button');
  for (const action of await actions.all()) await action.click({ trial: true, timeout: 10_000 });
};

/** The form is submitted as it is, so that it shows its missing fields. */
const submitEmpty =
  (key: string) =>
  async (page: Page, called: Called): Promise<void> => {
    await press(key)(page, called);
    await page.locator('.Mui-error').first().waitFor();
  };

const testConnection = async (page: Page, called: Called): Promise<void> => {
  await press('credentials.test')(page, called);
  await page.getByRole('button', { name: called('credentials.test_again'), exact: true }).waitFor();
};

const NOWHERE = '00000000-0000-7000-8000-000000000000';

/**
 * Every screen of the panel: each address, each tab, each dialog and menu, and the empty, refused and missing
 * states.
 */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: '', as: 'signed-out' },
  {
    name: 'sign-in-refused',
    path: '',
    as: 'signed-out',
    open: async (page) => {
      await page.locator('input[type=email]').fill('stranger@example.com');
      await page.locator('input[type=password]').fill('wrong');
      await page.locator('form button[type=submit]').click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'forgot-password', path: 'forgot-password', as: 'signed-out' },
  { name: 'reset-password', path: 'reset-password#a-token', as: 'signed-out' },
  { name: 'dashboard', path: '' },
  { name: 'dashboard-viewer', path: '', as: 'viewer' },
  { name: 'account-menu', path: '', open: press('layout.account_of') },
  { name: 'configurations', path: 'configurations' },
  { name: 'configurations-chosen', path: 'configurations', open: choose },
  { name: 'configurations-create', path: 'configurations/create' },
  {
    name: 'configurations-create-refused',
    path: 'configurations/create',
    open: submitEmpty('configurations.create'),
  },
  {
    name: 'configurations-create-rules',
    path: 'configurations/create',
    open: async (page) => await page.locator('.MuiAccordionSummary-root').click(),
  },
  { name: 'configuration', path: 'configurations/:configuration/show' },
  {
    name: 'configuration-depths',
    path: 'configurations/:configuration/show',
    open: press('configurations.how_deep'),
  },
  {
    name: 'configuration-more',
    path: 'configurations/:configuration/show',
    open: press('configurations.more'),
  },
  { name: 'configuration-executions', path: 'configurations/:configuration/show?tab=executions' },
  { name: 'configuration-rejects', path: 'configurations/:configuration/show?tab=rejects' },
  { name: 'configuration-notes', path: 'configurations/:configuration/show?tab=notes' },
  { name: 'configuration-settings', path: 'configurations/:configuration/show?tab=settings' },
  { name: 'configuration-settings-changed', path: 'configurations/:second/show?tab=settings' },
  { name: 'configuration-settings-unsynced', path: 'configurations/:paused/show?tab=settings', as: 'viewer' },
  { name: 'configuration-edit', path: 'configurations/:configuration' },
  {
    name: 'configuration-edit-rules',
    path: 'configurations/:configuration',
    open: async (page) => await page.locator('.MuiAccordionSummary-root').click(),
  },
  { name: 'configuration-failing', path: 'configurations/:failing/show' },
  { name: 'configuration-paused', path: 'configurations/:paused/show' },
  {
    name: 'configuration-moved',
    path: 'configurations/:moved/show',
    open: press('configurations.compare.open'),
  },
  { name: 'configuration-running', path: 'configurations/:second/show' },
  { name: 'configuration-viewer', path: 'configurations/:configuration/show', as: 'viewer' },
  { name: 'executions', path: 'executions' },
  { name: 'execution', path: 'executions/:execution/show' },
  { name: 'execution-proof', path: 'executions/:execution/show?tab=proof' },
  { name: 'execution-changes', path: 'executions/:execution/show?tab=changes' },
  { name: 'execution-rejects', path: 'executions/:execution/show?tab=rejects' },
  {
    name: 'execution-reject',
    path: 'executions/:execution/show?tab=rejects',
    open: async (page) => await page.locator('.MuiAccordionSummary-root').first().click(),
  },
  { name: 'execution-log', path: 'executions/:execution/show?tab=log' },
  { name: 'execution-quick', path: 'executions/:quick/show' },
  { name: 'execution-quick-proof', path: 'executions/:quick/show?tab=proof' },
  { name: 'execution-quick-changes', path: 'executions/:quick/show?tab=changes' },
  { name: 'execution-failed', path: 'executions/:failed/show' },
  { name: 'execution-failed-log', path: 'executions/:failed/show?tab=log' },
  { name: 'execution-running', path: 'executions/:running/show' },
  { name: 'execution-running-log', path: 'executions/:running/show?tab=log' },
  { name: 'execution-cancel', path: 'executions/:running/show', open: press('executions.cancel') },
  { name: 'preview', path: 'previews/:preview/show' },
  { name: 'removals', path: 'removals' },
  { name: 'removal', path: 'removals/:removal/show' },
  { name: 'removal-viewer', path: 'removals/:removal/show', as: 'viewer' },
  { name: 'conflicts', path: 'conflicts' },
  { name: 'conflict', path: 'conflicts/:conflict/show' },
  { name: 'conflict-edited', path: 'conflicts/:edited/show' },
  { name: 'conflict-viewer', path: 'conflicts/:conflict/show', as: 'viewer' },
  { name: 'alerts', path: 'alerts' },
  { name: 'alert', path: 'alerts/:alert/show' },
  { name: 'alert-operator', path: 'alerts/:alert/show', as: 'operator' },
  { name: 'alert-delivery', path: 'alerts/delivery' },
  { name: 'operations', path: 'operations' },
  { name: 'operations-page', path: 'operations/sync-failed' },
  { name: 'operations-missing', path: 'operations/nothing' },
  { name: 'events', path: 'events' },
  { name: 'event', path: 'events/:event/show' },
  { name: 'event-export', path: 'events/:event/show', open: press('exports.export') },
  { name: 'door-list', path: 'events/:event/door-list' },
  { name: 'door-list-viewer', path: 'events/:event/door-list', as: 'viewer' },
  { name: 'event-statement', path: 'events/:event/statement' },
  { name: 'event-statement-viewer', path: 'events/:event/statement', as: 'viewer' },
  { name: 'statements', path: 'statements' },
  { name: 'statement', path: 'statements/:statement/show' },
  { name: 'event-edit', path: 'events/:event' },
  { name: 'orders', path: 'orders' },
  { name: 'orders-none', path: 'orders?filter={"search":"zzzzzz"}' },
  { name: 'order', path: 'orders/:order/show' },
  { name: 'order-refunded', path: 'orders/:refunded/show' },
  { name: 'order-erased', path: 'orders/:erased/show' },
  { name: 'order-viewer', path: 'orders/:order/show', as: 'viewer' },
  { name: 'order-explained', path: 'orders/:order/explain' },
  { name: 'order-refunded-explained', path: 'orders/:refunded/explain' },
  { name: 'order-explained-viewer', path: 'orders/:erased/explain', as: 'viewer' },
  { name: 'tickets', path: 'tickets' },
  { name: 'ticket', path: 'tickets/:ticket/show' },
  { name: 'ticket-viewer', path: 'tickets/:ticket/show', as: 'viewer' },
  { name: 'ticket-edit', path: 'tickets/:ticket' },
  { name: 'ticket-inside', path: 'tickets/:inside/show' },
  { name: 'ticket-gone', path: 'tickets/:gone/show' },
  { name: 'ticket-explained', path: 'tickets/:inside/explain' },
  { name: 'ticket-gone-explained', path: 'tickets/:gone/explain' },
  { name: 'refunds', path: 'refunds' },
  { name: 'ticket-tiers', path: 'ticket-tiers' },
  { name: 'ticket-tier', path: 'ticket-tiers/:tier/show' },
  { name: 'ticket-tier-edit', path: 'ticket-tiers/:tier' },
  { name: 'organizers', path: 'organizers' },
  { name: 'credentials', path: 'credentials' },
  { name: 'credentials-create', path: 'credentials/create' },
  { name: 'credentials-show', path: 'credentials/:set/show' },
  { name: 'credentials-refused', path: 'credentials/:refused/show', open: testConnection },
  { name: 'credentials-tested', path: 'credentials/:set/show', open: testConnection },
  { name: 'credentials-edit', path: 'credentials/:set' },
  { name: 'outbound', path: 'outbound-endpoints' },
  { name: 'outbound-create', path: 'outbound-endpoints/create' },
  { name: 'outbound-create-refused', path: 'outbound-endpoints/create', open: submitEmpty('ra.action.save') },
  { name: 'outbound-show', path: 'outbound-endpoints/:endpoint/show' },
  { name: 'outbound-operator', path: 'outbound-endpoints/:endpoint/show', as: 'operator' },
  { name: 'outbound-rotate', path: 'outbound-endpoints/:endpoint/show', open: press('outbound.rotate') },
  { name: 'outbound-replay', path: 'outbound-endpoints/:endpoint/show', open: press('outbound.replay_span') },
  { name: 'outbound-edit', path: 'outbound-endpoints/:endpoint' },
  { name: 'tokens', path: 'tokens' },
  { name: 'token-new', path: 'tokens', open: press('tokens.new') },
  { name: 'users', path: 'users' },
  { name: 'user-create', path: 'users/create' },
  { name: 'user-create-refused', path: 'users/create', open: submitEmpty('ra.action.save') },
  { name: 'user-edit', path: 'users/:user' },
  { name: 'users-refused', path: 'users', as: 'viewer' },
  { name: 'audit', path: 'audit' },
  { name: 'account', path: 'account' },
  { name: 'missing-order', path: `orders/${NOWHERE}/show` },
  { name: 'missing-page', path: 'nowhere' },
];

/** The panel's address of a screen; null if there is no id for what it shows. */
export function addressOf(
  { path }: Screen,
  ids: Readonly<Record<string, string | undefined>>,
): string | null {
  let missing = false;
  const address = path.replace(/:([a-z]+)/g, (_, name: string) => {
    const id = ids[name];
    missing ||= id === undefined || id === '';
    return id ?? '';
  });
  return missing ? null : address;
}

/** No request of it is in progress any more. */
export async function settle(page: Page): Promise<void> {
  // Found by its tag, because an element behind a menu or a dialog has no role.
  await page.locator('h1, main .MuiTypography-h2').first().waitFor();
  await page.locator('.MuiSkeleton-root').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle', { timeout: 1_000 }).catch(() => undefined);
}
