import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { LogLine } from '../../../../src/contract/execution.ts';
import { interpolate } from '../../i18n/interpolate.ts';
import type { Say } from '../../i18n/use-texts.ts';
import { textAt } from '../../texts/dictionary.ts';
import { en } from '../../texts/en.ts';
import { es } from '../../texts/es.ts';
import { logSentence } from './log-sentence.ts';

const english: Say = (key, values = {}) => interpolate(textAt(en, key) ?? key, values, 'en-GB');
const spanish: Say = (key, values = {}) => interpolate(textAt(es, key) ?? key, values, 'es-CL');
const line = (
  message: string,
  details: LogLine['details'] = {},
  level: LogLine['level'] = 'info',
): LogLine => ({
  id: 1,
  level,
  message,
  details,
  created_at: '2025-06-02T12:00:00Z',
});
const PAGE = { phase: 'read', ordersRead: 1200, ordersExpected: 2000, ticketsRead: 5, ticketsExpected: 9 };

test.each([
  [line('attempt started', { attempt: 2 }), 'Attempt 2 begins', 'Empieza el intento 2'],
  [
    line('page loaded', PAGE),
    'Read so far: orders 1,200 of 2,000, tickets 5 of 9',
    'Leído hasta ahora: pedidos 1.200 de 2.000, entradas 5 de 9',
  ],
  [
    line('the worker froze in the middle of a page: its database session was ended', { pid: 4711 }, 'warn'),
    'The worker froze in the middle of a page. Its database session (process 4711) was ended, so that another worker can continue.',
    'El worker se congeló en medio de una página. Se cerró su sesión en la base de datos (proceso 4711) para que otro worker continúe.',
  ],
  [
    line('products left the event: their rows are removed', { products: [174051, 174055] }),
    'Products left the event: the rows of 174051, 174055 are removed',
    'Hay productos que ya no son del evento: se quitan las filas de 174051, 174055',
  ],
  [
    line(
      'the whole event must be read as well: only these orders are read now',
      { reason: 'never-read' },
      'warn',
    ),
    'Only these orders are read now. The whole event was never read, so its reading is still due.',
    'Ahora se leen solo estos pedidos. El evento entero nunca se leyó; esa lectura sigue pendiente.',
  ],
  [
    line('these orders hold nothing of the event', { orders: [4711, 4712] }, 'warn'),
    'The store has nothing of this event under these orders: 4711, 4712',
    'La tienda no tiene nada de este evento en estos pedidos: 4711, 4712',
  ],
  [
    line("the store's address changed in scheme or www, and its data are the same", {
      from: 'http://a.example',
      to: 'https://a.example',
    }),
    'The store’s address changed from http://a.example to https://a.example. Its data is the same.',
    'La dirección de la tienda cambió de http://a.example a https://a.example. Sus datos son los mismos.',
  ],
  [line('phase prove', PAGE), 'Comparing both sides', 'Comparando ambos lados'],
  [
    line('continues after order 4711 of attempt 1', { phase: 'orders', position: 4711, attemptNumber: 1 }),
    'Continues after order 4711 of attempt 1',
    'Continúa después del pedido 4711 del intento 1',
  ],
  [
    line('event synced', { verification: 'verified_with_rejects', rejects: 2 }),
    'Done: Verified, with rejects. 2 rows of the store cannot be read.',
    'Terminó: Verificada, con rechazos. No se pueden leer 2 filas de la tienda.',
  ],
])('$message has words in both languages', (said, inEnglish, inSpanish) => {
  expect(logSentence(said, english)).toBe(inEnglish);
  expect(logSentence(said, spanish)).toBe(inSpanish);
});

test("an error keeps the server's sentence; an unknown line stays unchanged", () => {
  const failed = line('El servidor no responde.', { code: 'store.timeout', next: 'failed' }, 'error');
  expect(logSentence(failed, spanish)).toBe('El servidor no responde.');
  expect(logSentence(line('a line of an earlier version', { rows: 3 }), spanish)).toBe(null);
  expect(logSentence(line('an earlier attempt did not end, but …', { attemptNumber: 1 }), spanish)).toBe(
    null,
  );
});

test('every fixed sentence of a sync has words here', async () => {
  const root = new URL('../../../../src/sync/', import.meta.url);
  const files = (await readdir(root, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  const sources = await Promise.all(files.map(async (name) => await readFile(new URL(name, root), 'utf8')));
  const written = sources.flatMap((source) =>
    [...source.matchAll(/\b(?:note|write)\(\s*'(?:info|warn|error)',\s*(?:'([^']+)'|"([^"]+)")/g)].map(
      ([, single, double]) => single ?? double ?? '',
    ),
  );
  expect(written.length).toBeGreaterThan(10);
  const reasons = { reason: 'never-read', verification: 'verified', rejects: 0 };
  expect(written.filter((message) => logSentence(line(message, reasons), spanish) === null)).toEqual([]);
});
