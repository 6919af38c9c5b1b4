import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { forgetProcess, noteProcess, noteTick } from '../../src/backend/operation/service-process-records.ts';
import { listen } from '../../src/http/server/listen.ts';
import { newId } from '../../src/kernel/ids.ts';
import { QUEUES } from '../../src/tasks/carriers/queues.ts';
import { type ApiWorld, openApiWorld, PASSWORD } from '../http/api-world.ts';
import { findBarriers } from './find-barriers.ts';
import { openBrowser, visit } from './panel-world.ts';

let world: ApiWorld;
let url: string;
let browser: Browser;

beforeAll(async () => {
  world = await openApiWorld({ adminDir: inject('panelDir') });
  url = `${await listen(world.server, { host: '127.0.0.1', port: 0 })}/admin/sync_woocommerce/`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

test.each([
  {
    locale: 'en-GB',
    email: 'E-mail',
    password: 'Password',
    signIn: 'Sign in',
    system: 'System',
    allWell: 'All is well',
    runs: 'Everything works',
    process: 'one with all roles',
    noProcess: 'None is running',
    unserved: 'No worker serves these queues: critical, default, maintenance, notifications.',
    unscheduled: 'No scheduler is running.',
    late: 'The schedule has not been checked for more than 30 minutes.',
  },
  {
    locale: 'es-CL',
    email: 'Correo',
    password: 'Contraseña',
    signIn: 'Iniciar sesión',
    system: 'Sistema',
    allWell: 'Todo está bien',
    runs: 'Todo funciona',
    process: 'uno con todos los roles',
    noProcess: 'Ninguno activo',
    unserved: 'Ningún worker atiende estas colas: critical, default, maintenance, notifications.',
    unscheduled: 'No hay ningún planificador en funcionamiento.',
    late: 'El horario no se revisa desde hace más de 30 minutos.',
  },
])('the overview in $locale shows that the system runs, and its problems', async (texts) => {
  const { db } = world.backend;
  const self = { id: newId(), role: 'all', host: 'one', pid: 7, version: '1.2.3', queues: QUEUES } as const;
  await noteProcess(db, self, 0);
  await noteTick(db);
  const { context, page, complaints } = await visit(browser, url, texts.locale);
  await page.getByLabel(texts.email).fill('superuser@example.com');
  await page.getByLabel(texts.password, { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: texts.signIn }).click();
  const card = page.getByRole('region', { name: texts.system });
  await card.getByText(texts.runs).waitFor();
  await card.getByText(texts.process).waitFor();
  await page.getByRole('heading', { name: texts.allWell }).waitFor();
  expect(await findBarriers(page)).toEqual([]);

  await forgetProcess(db, self.id);
  await queryRows(db, `update schedule_ticks set last_tick_at = now() - interval '1 hour'`);
  await page.reload();
  for (const sentence of [texts.unserved, texts.unscheduled, texts.late, texts.noProcess]) {
    await card.getByText(sentence, { exact: true }).waitFor();
  }
  // no other check fails, and yet the system is not healthy
  expect(await page.getByRole('heading', { name: texts.allWell }).count()).toBe(0);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await findBarriers(page)).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await context.close();
});
