import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventIdOf, syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { FIRST_TOUR, HALL, OTHER_VISIT, TOUR, tourStore, VISIT } from '../woocommerce/tour-store.ts';
import { findBarriers } from './find-barriers.ts';
import { openPanelBesideStore, type PanelBesideStore } from './panel-beside-store.ts';
import { openBrowser } from './panel-world.ts';

let panel: PanelBesideStore;
let browser: Browser;
let shop: StoreDatabase;
let hall: string;

beforeAll(async () => {
  [panel, browser, shop] = await Promise.all([openPanelBesideStore(20), openBrowser(), freshStoreDatabase()]);
  await shop.exec(tourStore());
  const sync = async (product: number, eventName: string, ...others: readonly number[]) => {
    const input = { storeUrl: shop.url, product, products: [product, ...others], eventName };
    return eventIdOf((await syncProduct(panel.world.backend, input)).report);
  };
  await sync(TOUR, 'Tour of the cellar');
  hall = await sync(HALL, 'Concert in the hall');
  await sync(VISIT, 'Visits', OTHER_VISIT);
});
afterAll(async () => {
  await browser.close();
  await panel.close();
  await shop.drop();
});

test.each([390, 1440])(
  'the attendees of the 10:30 tour are two clicks away from the event, at %i px',
  async (width) => {
    const { page, context, complaints } = await panel.enter(browser, 'operator', '/events');
    await page.setViewportSize({ width, height: 900 });
    await page.getByRole('link', { name: 'Tour of the cellar' }).click();
    const slots = page.getByRole('region', { name: 'Slots' }).last();
    await slots.waitFor();
    expect(await slots.locator('tbody tr').count()).toBe(20);
    const first = slots.locator('tbody tr').first();
    await first.getByText('9 Jan 2027, 10:30').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);

    await first.getByRole('link', { name: 'Tour (10:30)' }).click();
    await page.getByText('1–3 of 3').waitFor();
    for (const name of FIRST_TOUR) await page.getByText(name).waitFor();
    // The zone of the event, because the reader's zone is another one.
    await page.getByText('Tour (10:30) · 9 Jan 2027, 10:30').first().waitFor();
    const filter = page.getByRole('combobox', { name: /^Slot/ });
    await filter.filter({ hasText: 'Tour (10:30) · 9 Jan 2027, 10:30' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);

    await filter.click();
    await page.getByRole('option', { name: 'Tour (12:00) · 9 Jan 2027, 12:00' }).click();
    await page.getByText('1–1 of 1').waitFor();
    await page.getByText('Guest Of1').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  },
);

test('a ticket shows its slot where its holder is checked in', async () => {
  const { page, context, complaints } = await panel.enter(browser, 'operator', '/tickets');
  await page.getByRole('textbox', { name: /Number, name/ }).fill('Carla Vera');
  await page.getByText('1–1 of 1').waitFor();
  await page.locator('tbody a').first().click();
  await page.getByRole('button', { name: 'Check in' }).waitFor();
  const checkIn = page.getByRole('region', { name: 'Check-in', exact: true });
  await checkIn.getByText('Tour (10:30) · 9 Jan 2027, 10:30').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test("an event of two products names the product of each slot, and shows that product's tickets", async () => {
  const { page, context, complaints } = await panel.enter(browser, 'operator', '/events');
  await page.getByRole('link', { name: 'Visits', exact: true }).click();
  const slots = page.getByRole('region', { name: 'Slots' }).last();
  const other = slots.locator('tbody tr').filter({ hasText: 'Visit in English' });
  await other.getByRole('link', { name: 'Visit (09:15)' }).click();
  await page.getByText('1–2 of 2').waitFor();
  const filter = page.getByRole('combobox', { name: /^Slot/ });
  await filter.filter({ hasText: 'Visit (09:15) · 9 Jan 2027, 09:15 · Visit in English' }).waitFor();
  await filter.click();
  await page.getByRole('option', { name: /General$/ }).click();
  await page.getByText('1–1 of 1').waitFor();

  const event = page.getByRole('combobox', { name: /^Event/ });
  await event.fill('');
  await event.blur();
  await filter.waitFor({ state: 'detached' });
  await page.waitForURL((address) => !address.href.includes('slot'));
  await page.getByText(/^1–25 of/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('tickets of a hall are filtered by row and seat', async () => {
  const filter = encodeURIComponent(JSON.stringify({ event: hall }));
  const { page, context, complaints } = await panel.enter(browser, 'operator', `/tickets?filter=${filter}`);
  await page.getByText('1–3 of 3').waitFor();
  await page.getByLabel('Row', { exact: true }).fill('Row A');
  await page.getByText('1–2 of 2').waitFor();
  await page.getByLabel('Seat', { exact: true }).fill('2');
  await page.getByText('1–1 of 1').waitFor();
  await page.getByText('Row A · 2').waitFor();
  expect(await page.getByRole('combobox', { name: /^Slot/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await context.close();
});
