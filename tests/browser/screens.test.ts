import { expect, test, vi } from 'vitest';
import { ADMIN, enter, faultsOf, useScreens } from './look-at-screens.ts';
import { boxFaults, textFault, textFaults } from './screen-faults.ts';
import { addressOf, calledIn, type PanelLanguage, SCREENS, settle } from './screens.ts';

/** One screen of each kind; tests/nightly covers all of them, in both languages and widths. */
const SOME = [
  'sign-in',
  'dashboard',
  'configuration',
  'configurations-chosen',
  'execution-proof',
  'order',
  'ticket',
  'event',
  'credentials',
  'removal',
];

const looked = useScreens();

test('some screens show no id, raw code or text of the other language, and have no barriers, in Spanish on a phone', async () => {
  const screens = SCREENS.filter(({ name }) => SOME.includes(name));
  expect(screens.length).toBe(SOME.length);
  expect(await faultsOf(looked(), screens, 'es', 390)).toEqual({});
});

test("after a change of language no text of the other one remains, not even the server's", async () => {
  const page = await enter(looked(), undefined, 'en', 1440);
  const left: Record<string, readonly string[]> = {};
  let from: PanelLanguage = 'en';
  for (const name of [
    'dashboard',
    'alert',
    'execution-failed',
    'execution-failed-log',
    'execution-running-log',
  ]) {
    const screen = SCREENS.find((one) => one.name === name);
    const address = screen === undefined ? null : addressOf(screen, looked().world.ids);
    await page.goto(`${looked().world.service.url}${ADMIN}${address}`);
    await settle(page);
    expect(await textFaults(page, from)).toEqual([]);
    // Forward, back and forward again: the next screen opens in the other language.
    for (let time = 0; time < 3; time += 1) {
      const to: PanelLanguage = from === 'en' ? 'es' : 'en';
      await page.getByRole('button', { name: calledIn(from)('layout.account_of') }).click();
      await page.getByRole('menuitemradio', { name: to === 'es' ? 'Español' : 'English' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await expect.poll(async () => await page.locator('html').getAttribute('lang')).toBe(to);
      // The panel asks the server again and shows the last reply until the new one arrives.
      await vi
        .waitFor(async () => expect(await textFaults(page, to)).toEqual([]), { timeout: 10_000 })
        .catch(async () => {
          left[`${name}, ${from} to ${to}`] = await textFaults(page, to);
        });
      from = to;
    }
  }
  expect(left).toEqual({});
});

test('an unintended text is found', async () => {
  const page = await enter(looked(), 'signed-out', 'en', 390);
  await page.evaluate(`document.body.innerHTML = \`
    <table><tr><td class="wide" data-label="Changes"></td></tr></table>
    <p><del>size: L; one two</del><ins>size: M; one\ntwo</ins></p>
    <input placeholder="Number, name, phone or e-mail of somebody" data-style="width: 120px">
    <div data-style="width: 90px; overflow-wrap: anywhere">productora@example.com</div>
    <div class="MuiCard-root" lang="en"><div data-style="width: 200px; overflow-x: auto">
      <table data-style="width: 400px"><tr><td>code</td></tr></table></div></div>\`;
    // The page allows no style in its HTML.
    for (const one of document.querySelectorAll('[data-style]')) one.style.cssText = one.dataset.style`);
  expect(await textFaults(page, 'en')).toEqual([
    'the same before and after: one two',
    'an empty cell: Changes',
  ]);
  expect(await boxFaults(page)).toEqual([
    'cut: Number, name, phone or e-mail of somebody',
    'scrolls sideways: code',
    'broken: productora@example.com',
  ]);
  await page.context().close();
});

test.each([
  ['Order 0197a2c4-11d2-7c3e-9f10-2b3c4d5e6f70', 'an id'],
  ['Pedido 46fff049', 'the tail of an id'],
  ['configurations.trigger', 'a code'],
  ['checked_in', 'a code'],
  ['direct', 'a raw value'],
  ['publish / Checked In', 'a raw value'],
  ['Configurations', 'the other language'],
  ['The store is read from the first order', 'the other language'],
])('“%s” would be found in Spanish', (text, fault) => {
  expect(textFault(text, 'es')).toBe(fault);
});
