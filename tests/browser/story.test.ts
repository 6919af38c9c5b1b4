import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { PASSWORD } from '../http/api-world.ts';
import { openPanelService, type PanelService } from './panel-service.ts';
import { leadTo, openBrowser, type Visit, visit } from './panel-world.ts';
import { strangeTexts } from './spoken-texts.ts';

const ADMIN = '/admin/sync_woocommerce/';
const PRODUCT = 173_911;
/** Names that people entered, and the users' own names. */
const DATA = [
  /^Taquilla$/,
  /^(Español|English)$/,
  /^Evento Híbrido 2025( 173911)?$/,
  /^Demo store$/,
  /@example\.com$/,
  /^(superuser|organizador)/,
  /^Manual \(superuser\)$/,
  /^#?173911$/,
  /^(https:\/\/)?tienda-demo\.example$/,
  /^America\/Santiago$/,
  /^General$/,
  /^tests$/,
  // Placeholders of date fields, in the letters of the language.
  /^dd-mm-aaaa hh:mm$/,
  /^(publish|paid|completed|processing|cancelled|refunded|failed|pending|on-hold|trash|validado)\b/,
];

let service: PanelService;
let browser: Browser;
let somebody: Visit;

beforeAll(async () => {
  service = await openPanelService(inject('panelDir'));
  browser = await openBrowser();
  somebody = await visit(browser, `${service.url}${ADMIN}`, 'en-GB');
});
afterAll(async () => {
  await browser.close();
  await service.close();
});

// The order matters: the tests are one story.
describe.sequential('a user who runs events', () => {
  test('signs in and configures a product of the store as an event', async () => {
    const { page } = somebody;
    await page.getByLabel('E-mail').fill('superuser@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByText('All is well').waitFor();

    const set = await service.world.ask('superuser', 'POST', 'credentials/', {
      name: 'Demo store',
      ...service.login,
    });
    await service.world.ask('superuser', 'POST', `credentials/${set.json().id}/make-default/`);

    await page.getByRole('link', { name: 'Configurations' }).first().click();
    await page.getByText('No product of a store is synced yet').waitFor();
    await page.getByRole('link', { name: 'New configuration' }).first().click();
    await page.getByRole('combobox', { name: 'Product', exact: true }).fill('hibrido');
    await page.getByRole('option', { name: /Evento Híbrido 2025.*173911/ }).click();
    expect(await page.getByLabel('Name of the event').inputValue()).toBe('Evento Híbrido 2025');
    await page.getByLabel('E-mail of the organizer').fill('organizador@example.com');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('heading', { level: 1, name: 'Evento Híbrido 2025' }).waitFor();
  });

  test('syncs it, follows the progress, and reads the proof', async () => {
    const { page } = somebody;
    await page.evaluate(`window.progress = new Set(); new MutationObserver(() => {
      const bar = document.querySelector('main [role=progressbar]');
      if (bar !== null) window.progress.add(bar.getAttribute('aria-label') + ' ' + bar.getAttribute('aria-valuenow'));
    }).observe(document.body, { subtree: true, childList: true, attributes: true })`);
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('Verified: both sides agree to the cent').waitFor();
    const progress: string[] = await page.evaluate('[...window.progress]');
    expect(new Set(progress).size).toBeGreaterThanOrEqual(2);
    await page.getByRole('tab', { name: 'Proof' }).click();
    const orders = page.getByRole('region', { name: 'Orders' });
    await orders.getByText('Completed · CLP').waitFor();
    expect(await orders.locator('title', { hasText: 'Both sides agree' }).count()).toBeGreaterThan(2);
    expect(await page.locator('title', { hasText: 'The sides differ' }).count()).toBe(0);
  });

  test("finds the store's changes in the journal", async () => {
    const { page } = somebody;
    const before = await service.renameAttendee(PRODUCT, 'Renombrada');
    await page.getByRole('link', { name: 'Configuration', exact: true }).click();
    await page.getByRole('button', { name: 'Sync now' }).click();
    await page.getByText('Verified: both sides agree to the cent').waitFor();
    await page.getByRole('tab', { name: 'Changes' }).click();
    const line = page.getByRole('row', { name: /First name/ });
    expect(await line.locator('del').first().textContent()).toBe(before);
    expect(await line.locator('ins').first().textContent()).toBe('Renombrada');
  });

  test('finds the executions in their list', async () => {
    const { page } = somebody;
    await page.getByRole('link', { name: 'Executions', exact: true }).click();
    await page
      .getByRole('row', { name: /Manual/ })
      .getByRole('link')
      .first()
      .click();
    await page.getByText('Verified: both sides agree to the cent').waitFor();
    await page.getByRole('heading', { name: 'Where the time went' }).waitFor();
  });

  test('shows which part of the event the proof of a quick execution covered', async () => {
    const { page } = somebody;
    const { results } = (await service.world.ask('viewer', 'GET', 'configurations/')).json();
    const path = `configurations/${results[0].id}/trigger/`;
    const asked = await service.world.ask('superuser', 'POST', path, { depth: 'quick' });
    await page.goto(`${service.url}${ADMIN}executions/${asked.json().execution_id}/show`);
    await page.getByText('Verified: what was read agrees to the cent').waitFor();
    await page.getByText(/order(s were| was) compared.*The whole event was last proved at \d/).waitFor();
    await page.getByRole('tab', { name: 'Proof' }).click();
    await page.getByText('Every order that was read agrees').waitFor();
  });

  test('pauses it and resumes it', async () => {
    const { page } = somebody;
    await page.getByRole('link', { name: 'Configuration', exact: true }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('header').getByText('Paused').waitFor();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.locator('header').getByText('Active').waitFor();
  });

  test('changes to Spanish, and then sees no text that is not in the dictionary', async () => {
    const { page } = somebody;
    await page.getByRole('button', { name: /Account of/ }).click();
    await page.getByRole('menuitemradio', { name: 'Español' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Configuraciones', exact: true }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('es');
    const one = new URL(page.url()).pathname.split('/').at(-2);
    const { results } = (await service.world.ask('viewer', 'GET', 'executions/')).json();
    const execution = `executions/${results[0].id}/show`;
    const screens = [
      '',
      'configurations/create',
      `configurations/${one}/show`,
      `${execution}?tab=changes`,
      'conflicts',
      'nowhere',
    ];
    const conflicts = (await service.world.ask('superuser', 'GET', 'conflicts/')).json().results;
    const people = conflicts.map((one: { first_name: string; last_name: string }) =>
      `${one.first_name} ${one.last_name}`.trim(),
    );
    const data = [...DATA, new RegExp(`^(Ver y decidir: )?(${people.join('|')})$`)];
    const found: Record<string, readonly string[]> = {};
    for (const screen of screens) {
      // A tab belongs to the same screen.
      if (screen.includes('?')) await page.goto(`${service.url}${ADMIN}${screen}`);
      else await leadTo(page, `${ADMIN}${screen}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.getByRole('status', { name: 'Cargando' }).first().waitFor({ state: 'detached' });
      const faults = await strangeTexts(page, data);
      if (faults.length > 0) found[screen] = faults;
    }
    expect(found).toEqual({});
  });
});

describe.sequential('when the store is unreachable', () => {
  test('the overview shows it by itself, and its end', async () => {
    const { page } = somebody;
    await page.goto(`${service.url}${ADMIN}`);
    const outage = page.getByText(
      /^(Tienda sin conexión: Demo store|Falló la sincronización: Evento Híbrido 2025)$/,
    );
    await page.getByRole('heading', { name: /Requiere atención|Todo está bien/ }).waitFor();
    expect(await outage.count()).toBe(0);
    const { results } = (await service.world.ask('viewer', 'GET', 'configurations/')).json();
    const { id, credentials } = results[0];
    service.line.drop();
    await service.world.ask('operator', 'POST', `configurations/${id}/trigger/`);
    await page.getByRole('heading', { name: 'Requiere atención' }).waitFor();
    await outage.waitFor();

    const beside = await somebody.context.newPage();
    await beside.goto(`${service.url}${ADMIN}credentials/${credentials}/show`);
    await beside.getByRole('button', { name: 'Probar la conexión' }).click();
    const failed = beside
      .getByRole('listitem')
      .filter({ has: beside.locator('title', { hasText: 'Falló' }) });
    await failed.waitFor();
    const spanish = { 'accept-language': 'es' };
    const path = `credentials/${credentials}/test-connection/`;
    const test = (await service.world.ask('operator', 'POST', path, undefined, spanish)).json();
    const step = test.steps.find(({ status }: { readonly status: string }) => status === 'failed');
    expect(test.success).toBe(false);
    expect(await failed.textContent()).toContain(step.label);
    expect(await failed.textContent()).toContain(step.todo);
    await beside.close();

    service.line.mend();
    await service.world.ask('operator', 'POST', `credentials/${credentials}/test-connection/`);
    await service.world.ask('operator', 'POST', `configurations/${id}/trigger/`);
    await outage.waitFor({ state: 'detached' });
  });

  test('and when the connection to the service is lost, the panel says that it is not live, until it is back', async () => {
    const { page, context } = somebody;
    await page.getByText('En vivo', { exact: true }).waitFor();
    service.front.drop();
    await page.getByText('Sin conexión en vivo').waitFor();
    service.front.mend();
    await page.getByText('En vivo', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Cuenta de/ }).click();
    await page.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
    await page.getByRole('heading', { name: 'Iniciar sesión' }).waitFor();
    await context.close();
  });
});
