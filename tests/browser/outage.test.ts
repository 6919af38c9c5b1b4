import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { closedPort, type MailServer, startMailServer } from '../alerts/mail-server.ts';
import { PASSWORD } from '../http/api-world.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelService, type PanelService } from './panel-service.ts';
import { openBrowser, visit } from './panel-world.ts';

const ADMIN = '/admin/sync_woocommerce/';
const STATS = /\/management\/stats\/$/;
const STREAM = '**/executions/stream/**';
/** How soon an outage must be visible, by the clock of the page. */
const WITHIN_MS = 5_000;
/** Removes every timer of a second or more from a page: it fetches again only when the live stream says so. */
const NO_ASKING = `{
  const after = window.setTimeout;
  window.setInterval = () => 0;
  window.setTimeout = (act, ms, ...rest) => (ms >= 1000 ? 0 : after(act, ms, ...rest));
}`;

let service: PanelService;
let mails: MailServer;
let browser: Browser;

beforeAll(async () => {
  mails = await startMailServer();
  const alerts = {
    ...NO_ALERTS,
    mail: {
      smtpUrl: mails.url,
      from: 'taquilla@example.com',
      recipients: ['unknown@example.com', 'guardia@example.com'],
      language: 'es' as const,
    },
  };
  service = await openPanelService(inject('panelDir'), { alerts, maxRetries: 3 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await service.close();
  await mails.close();
});

/** @param prepare changes the page before the panel runs in it */
async function enter(
  role: string,
  locale: string,
  { path = '', prepare }: { path?: string; prepare?: (page: Page) => Promise<void> } = {},
) {
  const visited = await visit(browser, `${service.url}/readyz`, locale);
  const data = { email: `${role}@example.com`, password: PASSWORD };
  expect((await visited.context.request.post(`${service.url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
  await prepare?.(visited.page);
  await visited.page.goto(`${service.url}${ADMIN}${path}`);
  visited.complaints.length = 0;
  return visited;
}

async function keep(name: string, productId: number): Promise<{ id: string; set: string }> {
  const set = (
    await service.world.ask('superuser', 'POST', 'credentials/', { name, ...service.login })
  ).json().id;
  const made = await service.world.ask('superuser', 'POST', 'configurations/', {
    name: `Evento de ${name}`,
    woocommerce_product_id: productId,
    event_name: `Evento de ${name}`,
    organizer_email: 'organizador@example.com',
    service_fee_percentage: 10,
    frequency: 'manual',
    credentials: set,
  });
  expect(made.statusCode).toBe(201);
  return { id: made.json().id, set };
}

/** Changes the address of a set, and tests the connection. */
async function moveTo({ set }: { readonly set: string }, port: number): Promise<void> {
  await queryRows(service.world.backend.db, 'update sync_credentials set port = $2 where id = $1', [
    set,
    port,
  ]);
  await service.world.ask('superuser', 'POST', `credentials/${set}/test-connection/`);
}

async function updatedByStreamAlone(page: Page): Promise<void> {
  await page.addInitScript(NO_ASKING);
}

/** The stores that it names, with the text about each. */
const attention = (page: Page) => page.getByRole('region', { name: /Needs attention|Requiere atención/ });

describe.sequential('problems on the overview', () => {
  let refused: { id: string; set: string };
  let first: { id: string; set: string };

  test('an undelivered alert is shown on the overview, with the reason on its page', async () => {
    refused = await keep('Sala', 173_911);
    first = await keep('Teatro', 173_941);
    const { db } = service.world.backend;
    await queryRows(db, `update sync_credentials set username = 'unknown-to-the-store' where id = $1`, [
      refused.set,
    ]);
    const { page, context, complaints } = await enter('superuser', 'en-GB');
    await page.getByText('All is well').waitFor();
    await service.world.ask('operator', 'POST', `configurations/${refused.id}/trigger/`);
    await attention(page).getByText('The alert could not be delivered.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await attention(page).getByRole('link').first().click();

    await page.getByRole('heading', { level: 1, name: 'Store cannot be read: Sala' }).waitFor();
    const row = page.getByRole('row').filter({ hasText: 'unknown@example.com' });
    await row.getByText('Not delivered').waitFor();
    await row.getByText('The mail server refused this message.').waitFor();
    await row.getByText('550 550 no such mailbox').waitFor();
    await row.getByText(/^Next attempt/).waitFor();
    await page.getByRole('row').filter({ hasText: 'guardia@example.com' }).getByText('Delivered').waitFor();
    await page.getByText(`127.0.0.1:${service.line.port}`, { exact: true }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Step by step' }).click();
    await page.getByRole('heading', { level: 1, name: 'A sync failed, or none succeeds any more' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('a test message shows its result, in Spanish too', async () => {
    const { page, context, complaints } = await enter('superuser', 'es-CL', { path: 'alerts' });
    await page.getByRole('link', { name: 'Envío de alertas' }).click();
    await page.getByRole('button', { name: 'Enviar un correo de prueba' }).click();
    const row = (address: string) =>
      page.getByRole('row').filter({ hasText: address }).filter({ hasText: 'Prueba' });
    await row('guardia@example.com').getByText('Entregado').waitFor();
    await row('unknown@example.com').getByText('No entregado').waitFor();
    await row('unknown@example.com').getByText('El servidor de correo rechazó este mensaje.').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.goto(`${service.url}${ADMIN}operations/mail-not-sent`);
    await page.getByRole('heading', { level: 1, name: 'No llega ningún correo' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('an operator sees that an alert was not delivered, but no address', async () => {
    const { page, context, complaints } = await enter('operator', 'es-CL', { path: 'alerts' });
    await page.getByRole('row').filter({ hasText: 'Sala' }).click();
    await page.getByText('No entregado').waitFor();
    await page.getByText('u***@***').waitFor();
    const main = page.getByRole('main');
    expect(await main.getByText('@example.com').count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Envío de alertas' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('an outage that only a connection test finds appears on the overview at once, and so does its end', async () => {
    const cinema = await keep('Cine', 173_931);
    const { page, context, complaints } = await enter('viewer', 'en-GB', { prepare: updatedByStreamAlone });
    await page.getByRole('region', { name: 'Stores' }).getByText('Cine').waitFor();
    const notice = attention(page).getByText('Store out of reach: Cine');
    expect(await notice.count()).toBe(0);
    await moveTo(cinema, await closedPort());
    await notice.waitFor();
    await moveTo(cinema, service.line.port);
    await notice.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
    await context.close();
    await service.world.ask('superuser', 'DELETE', `configurations/${cinema.id}/`);
  });

  test('without the live stream the overview refreshes often enough to show an outage within five seconds', async () => {
    const cinema = await keep('Circo', 173_931);
    const { page, context } = await enter('viewer', 'en-GB', {
      prepare: async (prepared) => {
        await prepared.clock.install();
        await prepared.route(STREAM, async (route) => await route.abort());
      },
    });
    await page.getByRole('region', { name: 'Stores' }).getByText('Circo').waitFor();
    await page.getByText('Not live').first().waitFor();
    await page.clock.pauseAt((await page.evaluate<number>('Date.now()')) + 1_000);
    const askedWithin = async (): Promise<void> => {
      const asked = page.waitForRequest(STATS);
      await page.clock.runFor(WITHIN_MS - 1);
      await asked;
    };
    // more often than the slower interval would ask
    for (let time = 0; time < 3; time += 1) await askedWithin();
    await moveTo(cinema, await closedPort());
    await askedWithin();
    await page.clock.resume();
    await attention(page).getByText('Store out of reach: Circo').waitFor();
    await context.close();
    await service.world.ask('superuser', 'DELETE', `configurations/${cinema.id}/`);
  });

  test('an unreachable store appears on the overview from its first failed attempt, under every set of its server', async () => {
    const { db } = service.world.backend;
    const { page, context, complaints } = await enter('viewer', 'es-CL', { prepare: updatedByStreamAlone });
    const stores = page.getByRole('region', { name: 'Tiendas' });
    await stores.getByText('Teatro').waitFor();
    expect(await stores.getByText('Sin conexión').count()).toBe(0);
    await service.line.close();
    await service.world.ask('operator', 'POST', `configurations/${first.id}/trigger/`);
    // one server, said once
    await attention(page).getByText('Tienda sin conexión: Sala, Teatro').waitFor();
    // no incident is open yet: the attempt is repeated first
    expect(await queryRows(db, `select id from alert_incidents where kind = 'store_unreachable'`)).toEqual(
      [],
    );
    await page.getByText('Una está fallando y se reintenta').waitFor();
    expect(await stores.getByText('Sin conexión').count()).toBe(2);
    expect(await attention(page).getByText('Tienda sin conexión').count()).toBe(1);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Configuraciones', exact: true }).first().click();
    await page
      .getByRole('row')
      .filter({ hasText: 'Evento de Teatro' })
      .getByText('Tienda sin conexión')
      .waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});
