import { describe, expect, it } from 'vitest';
import { readActivePlugins, readNetworkPlugins } from '../../values/active-plugins.ts';
import { keepsDays, readIssuingStatuses } from './plugin-settings.ts';

const FOOEVENTS = 's:23:"fooevents/fooevents.php"';
const MULTI_DAY = 's:43:"fooevents_multi_day/fooevents-multi-day.php"';

describe('the multi-day add-on', () => {
  it.each([
    [`a:2:{i:0;${FOOEVENTS};i:3;${MULTI_DAY};}`, true],
    [`a:1:{i:0;${FOOEVENTS};}`, false],
    [`a:2:{i:0;${FOOEVENTS};i:1;s:47:"fooevents_multi_day_off/fooevents-multi-day.php";}`, false],
    // No part of FooEvents is active, so the existing records count.
    ['a:1:{i:0;s:27:"woocommerce/woocommerce.php";}', true],
    ['a:0:{}', true],
    ['', true],
    ['a:1:{i:0;s:5:"cut', true],
  ])('keeps days where the plugins are %s: %s', (option, keeps) => {
    expect(keepsDays(readActivePlugins(option))).toBe(keeps);
  });

  it('is found among the plugins of a network, which are the keys of its list', () => {
    const network = readNetworkPlugins(`a:2:{${FOOEVENTS};i:1700000000;${MULTI_DAY};i:1700000001;}`);
    expect(network).toEqual(['fooevents/fooevents.php', 'fooevents_multi_day/fooevents-multi-day.php']);
  });
});

describe('the statuses in which tickets are made', () => {
  it.each([
    ['a:1:{i:0;s:12:"wc-completed";}', ['completed']],
    ['a:2:{i:0;s:13:"wc-processing";i:1;s:12:"wc-entregado";}', ['processing', 'entregado']],
    ['wc-on-hold', ['on-hold']],
    ['processing', ['processing']],
    ['', ['completed']],
    ['a:0:{}', ['completed']],
    ['a:1:{i:0;s:12:"wc-comp', ['completed']],
  ])('are, of %s, %o', (option, statuses) => {
    expect(readIssuingStatuses(option)).toEqual(statuses);
  });
});
