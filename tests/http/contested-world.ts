import { expect } from 'vitest';
import {
  type Conflict,
  conflictPageShape,
  conflictShape,
  localEditPageShape,
} from '../../src/contract/conflict.ts';
import { complete, pay } from '../../src/demo/edit/order-changes.ts';
import { placeOrder } from '../../src/demo/edit/place-order.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { renameTicket } from '../../src/demo/edit/ticket-changes.ts';
import { BUYER, sala } from '../pipe/life/life-case.ts';
import { type BackendWorld, openBackendWorld } from './backend-world.ts';

interface Ticket {
  readonly id: string;
  readonly post: number;
  readonly order: number;
}

interface Contest {
  readonly ticket: Ticket;
  readonly conflict: string;
}

/**
 * A store whose orders change, and a backend whose rows people edit. Tickets are created and synced in one step,
 * because each sync takes time: a test takes as many as it needs.
 */
export class ContestedWorld {
  readonly world: BackendWorld;
  readonly shop: StoreEditor;
  readonly #tickets: Ticket[] = [];
  readonly #contests: Contest[] = [];

  private constructor(world: BackendWorld, shop: StoreEditor) {
    this.world = world;
    this.shop = shop;
  }

  static async open(fresh: number, contested: number): Promise<ContestedWorld> {
    const world = await openBackendWorld(12);
    const made = new ContestedWorld(world, await StoreEditor.open(world.shop.url, world.store));
    await made.#fill(fresh, contested);
    return made;
  }

  async close(): Promise<void> {
    await this.shop.close();
    await this.world.close();
  }

  /** A ticket in a separate order, as the store has it: Ana's. */
  freshTicket(): Ticket {
    return this.#tickets.shift() ?? fail();
  }

  /** An attendee who was called Ana, is called Anita here and Ana María in the store, and was synced since. */
  contested(): Contest {
    return this.#contests.shift() ?? fail();
  }

  async sync(): Promise<void> {
    expect(await this.world.sync()).toMatchObject({ verification: 'verified', rejects: [] });
  }

  async edit(table: string, id: string, column: string, value: unknown): Promise<void> {
    await this.world.backend.db.query(`update ${table} set ${column} = $2 where id = $1`, [id, value]);
  }

  async conflictsOf(
    rowId: string,
    state = 'open',
    role: 'operator' | 'viewer' = 'operator',
  ): Promise<Conflict[]> {
    const reply = await this.world.ask(role, 'GET', `conflicts/?page_size=200&state=${state}`);
    const { results } = conflictPageShape.parse(reply.json());
    return results.filter(({ row_id }) => row_id === rowId).toSorted((a, b) => (a.field < b.field ? -1 : 1));
  }

  async editsOf(rowId: string): Promise<unknown[][]> {
    const reply = await this.world.ask('operator', 'GET', 'local-edits/?page_size=200');
    return localEditPageShape
      .parse(reply.json())
      .results.filter(({ row_id }) => row_id === rowId)
      .map(({ field, ours, theirs }) => [field, ours, theirs]);
  }

  async settle(id: string, how: 'keep-ours' | 'take-theirs'): Promise<Conflict> {
    const reply = await this.world.ask('operator', 'POST', `conflicts/${id}/${how}/`);
    expect([reply.statusCode, reply.body]).toEqual([200, expect.any(String)]);
    return conflictShape.parse(reply.json());
  }

  async nameOf(id: string): Promise<unknown> {
    return await this.world.one('select first_name from tickets where id = $1', [id]);
  }

  async #fill(fresh: number, contested: number): Promise<void> {
    const sold = [];
    for (let made = 0; made < fresh + contested; made += 1) sold.push(await this.#sell());
    await this.sync();
    for (const { post, order } of sold) {
      const { id } = await this.world.one<{ id: string }>('select id from tickets where woo_ticket_id = $1', [
        post,
      ]);
      this.#tickets.push({ id, post, order });
    }
    const both = this.#tickets.splice(0, contested);
    for (const { id, post } of both) {
      await this.edit('tickets', id, 'first_name', 'Anita');
      await renameTicket(this.shop, post, { firstName: 'Ana María' });
    }
    await this.sync();
    for (const ticket of both) {
      const [found] = await this.conflictsOf(ticket.id);
      this.#contests.push({ ticket, conflict: found?.id ?? fail() });
    }
  }

  async #sell(): Promise<Omit<Ticket, 'id'>> {
    const order = await placeOrder(this.shop, { lines: [sala(1)], buyer: BUYER, attendees: ['Ana'] });
    await pay(this.shop, order);
    await complete(this.shop, order);
    return { post: this.shop.ticketsOf(order)[0]?.id ?? fail(), order };
  }
}

function fail(): never {
  throw new Error('there is none left');
}
