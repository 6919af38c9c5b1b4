import { expect, test } from 'vitest';
import { exampleLine, exampleTicket } from '../examples/example-order.ts';
import type { StoreTicket } from '../model/store-order.ts';
import { issuedDraft } from './ticket-draft.ts';
import { fillUnits } from './ticket-units.ts';

const lines = [exampleLine(8, 1, '10'), exampleLine(7, 2, '20'), exampleLine(9, 1, '5', { variationId: 11 })];

function filled(...tickets: readonly StoreTicket[]) {
  const items = fillUnits(
    lines,
    tickets.map((ticket) => issuedDraft(ticket, undefined, null)),
  );
  const ids = (drafts: readonly { wooTicketId: number | null }[]) => drafts.map((draft) => draft.wooTicketId);
  return items.map((item) => [item.line.itemId, ids(item.tickets), ids(item.trashed)]);
}

const trashed = { sourcePostStatus: 'trash' };

test('tickets fill items by item id, one a unit, within their variation', () => {
  expect(
    filled(
      exampleTicket(1),
      exampleTicket(2, { variationId: 11 }),
      exampleTicket(3),
      exampleTicket(4),
      exampleTicket(5),
      exampleTicket(6, { variationId: 12 }),
    ),
  ).toEqual([
    [7, [1, 3], []],
    [8, [4], []],
    [9, [2], []],
  ]);
});

test('a cancelled ticket still fills its bought unit; one in the trash does not', () => {
  expect(
    filled(exampleTicket(1, { sourceStatus: 'Canceled' }), exampleTicket(2, trashed), exampleTicket(3)),
  ).toEqual([
    [7, [1, 3], []],
    [8, [], [2]],
    [9, [], []],
  ]);
});

test('tickets in the trash give way to other tickets', () => {
  const four = [1, 2, 3, 4].map((id) => exampleTicket(id, id === 1 ? trashed : {}));
  expect(filled(...four)).toEqual([
    [7, [2, 3], []],
    [8, [4], []],
    [9, [], []],
  ]);
});
