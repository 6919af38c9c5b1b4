import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymise } from '../../src/demo/edit/order-changes.ts';
import { renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { BUYER } from '../pipe/life/life-case.ts';
import { ContestedWorld } from './contested-world.ts';

let here: ContestedWorld;

beforeAll(async () => {
  here = await ContestedWorld.open(0, 2);
});
afterAll(async () => await here.close());

test('a conflict is erased with the person whom the store erases', async () => {
  const { ticket } = here.contested();
  await renameTicket(here.shop, ticket.post, { firstName: BUYER.firstName, lastName: BUYER.lastName });
  await here.sync();
  expect(await here.conflictsOf(ticket.id)).toMatchObject([{ theirs: BUYER.firstName }]);
  await anonymise(here.shop, ticket.order);
  await here.sync();
  expect(await here.conflictsOf(ticket.id, 'all')).toEqual([]);
});

test('a companion’s conflict survives the erasure of the buyer, without the earlier value', async () => {
  const { ticket, conflict } = here.contested();
  await anonymise(here.shop, ticket.order);
  await here.sync();
  expect(await here.conflictsOf(ticket.id)).toMatchObject([
    { id: conflict, field: 'first_name', base: null, ours: 'Anita', theirs: 'Ana María' },
  ]);
  expect(await here.nameOf(ticket.id)).toEqual({ first_name: 'Anita' });
});
