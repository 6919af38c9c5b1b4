import { expect, test } from 'vitest';
import { soldTierName } from './sold-tiers.ts';

test.each([
  ['the line’s name without the title', 'Gala 2025 - Mesa 10 personas', {}, 'Mesa 10 personas'],
  ['the same where the title has a dash itself', 'Gala 2025 - Norte - VIP', {}, 'Norte - VIP'],
  ['what was chosen, if the title changed', 'Gala - VIP', { zona: 'VIP', dia: 'Sábado' }, 'VIP, Sábado'],
  ['the whole name, if nothing else names it', 'Gala', {}, 'Gala'],
  ['the whole name, for empty choices', 'Gala', { zona: '' }, 'Gala'],
])('a tier that is gone is named by %s', (_, name, attributes, expected) => {
  expect(soldTierName({ name, attributes }, 'Gala 2025')).toBe(expected);
});
