import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { PASSWORD } from '../http/api-world.ts';
import { findBarriers } from './find-barriers.ts';
import { PANEL, visit } from './panel-world.ts';
import { openSyncedPanel, type SyncedPanel } from './synced-panel.ts';

const ID_TAIL = /\b[0-9a-f]{8}\b/u;

let panel: SyncedPanel;
let execution: string;
let configuration: string;

beforeAll(async () => {
  panel = await openSyncedPanel(20);
  const { world } = panel;
  const [synced] = await queryRows<{ id: string }>(world.backend.db, 'select id from sync_executions');
  execution = synced?.id ?? '';
  const [row] = await queryRows<{ id: string }>(world.backend.db, 'select id from sync_configurations');
  configuration = row?.id ?? '';
  await queryRows(
    world.backend.db,
    `update sync_executions set trigger = 'manual',
       requested_by = (select id from users where email = 'superuser@example.com')`,
  );
  const path = `configurations/${configuration}/`;
  for (const [method, at, body] of [
    ['PATCH', path, { name: 'Concierto', service_fee_percentage: 10 }],
    ['PATCH', path, { service_fee_percentage: 12 }],
    ['POST', `${path}pause/`, undefined],
  ] as const) {
    expect((await world.ask('superuser', method, at, body)).statusCode).toBe(200);
  }
});
afterAll(async () => await panel.close());

const WORDS = {
  'en-GB': {
    changes: 'Changes',
    order: /^Order \d+$/u,
    ticket: /^Ticket \d+$/u,
    history: 'History',
    cause: 'Manual · superuser',
    fee: /^superuser@example\.com.* changed the service fee of Concierto from 10\s?% to 12\s?%/u,
    paused: 'paused the configuration Concierto',
  },
  'es-CL': {
    changes: 'Cambios',
    order: /^Pedido \d+$/u,
    ticket: /^Entrada \d+$/u,
    history: 'Historial',
    cause: 'Manual · superuser',
    fee: /^superuser@example\.com.* cambió la comisión de servicio de Concierto de 10\s?% a 12\s?%/u,
    paused: 'pausó la configuración Concierto',
  },
} as const;

test.each(['en-GB', 'es-CL'] as const)(
  'changes, history and audit log name objects and link to them (%s)',
  async (locale) => {
    const say = WORDS[locale];
    const visited = await visit(panel.browser, `${panel.url}/readyz`, locale);
    const { page, complaints, context } = visited;
    const data = { email: 'superuser@example.com', password: PASSWORD };
    expect((await context.request.post(`${panel.url}/api/v1/auth/login/`, { data })).ok()).toBe(true);
    const shot = async (name: string): Promise<void> => {
      const dir = process.env['SHOTS'];
      if (dir === undefined) return;
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 1000 });
        await page.screenshot({ path: `${dir}/${name}-${locale}-${width}.png` });
      }
    };

    await page.goto(`${panel.url}${PANEL}/executions/${execution}/show`);
    complaints.length = 0;
    await page.getByRole('tab', { name: say.changes }).click();
    const rows = page.locator('tbody tr');
    const order = page.getByRole('main').getByRole('link', { name: say.order }).first();
    await order.waitFor();
    expect(await rows.count()).toBeGreaterThan(10);
    for (const text of await rows.allTextContents()) expect(text).not.toMatch(ID_TAIL);
    await shot('changes');
    expect(await findBarriers(page)).toEqual([]);
    const named = await order.textContent();
    await order.click();
    await page.getByRole('heading', { level: 1, name: named ?? '' }).waitFor();

    const history = page.getByRole('region', { name: say.history }).first();
    const ticket = history.getByRole('link', { name: say.ticket }).first();
    await history.getByRole('link', { name: say.order }).first().waitFor();
    for (const text of await history.locator('tbody tr').allTextContents()) expect(text).not.toMatch(ID_TAIL);
    expect(await history.locator('tbody tr').first().textContent()).toContain(say.cause);
    await history.scrollIntoViewIfNeeded();
    await shot('history');
    if ((await ticket.count()) > 0) {
      await ticket.click();
      await page.waitForURL(/\/tickets\/[^/]+\/show$/u);
    }

    await page.goto(`${panel.url}${PANEL}/audit`);
    await page.getByText(say.fee).waitFor();
    await page.getByText(say.paused).waitFor();
    await shot('audit');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('main').getByRole('link', { name: 'Concierto' }).first().click();
    await page.waitForURL(new RegExp(`/configurations/${configuration}/show`, 'u'));
    await page.getByRole('heading', { level: 1, name: 'Concierto' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
);
