import { expect } from 'vitest';
import type { EditedTable } from '../../src/backend/tables/edited-tables.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { type BackendWorld, MAIN_PRODUCT, openBackendWorld } from './backend-world.ts';

const PATHS: Readonly<Record<EditedTable, string>> = {
  events: 'events',
  ticket_tiers: 'ticket-tiers',
  tickets: 'tickets',
};

/** The reply for a row that people may edit. */
export interface ShownRow extends Readonly<Record<string, unknown>> {
  readonly version: string;
  readonly edits: readonly { readonly field: string; readonly ours: unknown; readonly store: unknown }[];
}

/** A store whose orders change, and a backend whose rows people edit over the API. */
export class EditedWorld {
  readonly world: BackendWorld;
  readonly shop: StoreEditor;
  readonly ids: Readonly<Record<EditedTable, string>>;
  /** The post of the ticket in the store. */
  readonly post: number;

  private constructor(
    world: BackendWorld,
    shop: StoreEditor,
    ids: Readonly<Record<EditedTable, string>>,
    post: number,
  ) {
    this.world = world;
    this.shop = shop;
    this.ids = ids;
    this.post = post;
  }

  static async open(): Promise<EditedWorld> {
    const world = await openBackendWorld(20);
    const shop = await StoreEditor.open(world.shop.url, world.store);
    const ticket = await world.one<{ id: string; post: number }>(
      `select id, woo_ticket_id as post from tickets
       where event_id = $1 and status = 'active' and woo_ticket_id is not null and order_id is not null
         and jsonb_array_length(form_data) > 1 and check_in_status = 'not_checked_in' order by id limit 1`,
      [world.eventId],
    );
    const tier = await world.one<{ id: string }>(
      'select id from ticket_tiers where event_id = $1 and woo_variation_id = 173912',
      [world.eventId],
    );
    return new EditedWorld(
      world,
      shop,
      { events: world.eventId, ticket_tiers: tier.id, tickets: ticket.id },
      ticket.post,
    );
  }

  async close(): Promise<void> {
    await this.shop.close();
    await this.world.close();
  }

  /** The key of the ticket's first answer. */
  async answerKey(): Promise<string> {
    const sql = "select form_data -> 0 ->> 'key' as key from tickets where id = $1";
    return (await this.world.one<{ key: string }>(sql, [this.ids.tickets])).key;
  }

  async sync(depth: Depth): Promise<SyncReport> {
    const input = { storeUrl: this.world.shop.url, product: MAIN_PRODUCT, depth };
    const { report } = await syncProduct(this.world.backend, input);
    expect(report).toMatchObject({ verification: 'verified', rejects: [] });
    return report;
  }

  async get(table: EditedTable, id = this.ids[table], role: Role = 'operator'): Promise<ShownRow> {
    const reply = await this.world.ask(role, 'GET', `/api/v1/${PATHS[table]}/${id}/`);
    expect([reply.statusCode, reply.body]).toEqual([200, expect.any(String)]);
    return reply.json();
  }

  /** Requests a change of the current version, unless the body names another one. */
  async patch(table: EditedTable, body: object, id = this.ids[table], headers?: Record<string, string>) {
    const { version } = await this.get(table, id);
    return await this.world.ask(
      headers === undefined ? 'operator' : null,
      'PATCH',
      `/api/v1/${PATHS[table]}/${id}/`,
      { version, ...body },
      headers,
    );
  }

  async change(table: EditedTable, body: object, id?: string): Promise<ShownRow> {
    const reply = await this.patch(table, body, id);
    expect([reply.statusCode, reply.body]).toEqual([200, expect.any(String)]);
    return reply.json();
  }

  /** The fields of a row that are marked as edited, with both values. */
  async listed(table: EditedTable): Promise<unknown[][]> {
    const reply = await this.world.ask('operator', 'GET', `local-edits/?page_size=200&table=${table}`);
    return (reply.json().results as Record<string, unknown>[])
      .filter((row) => row['row_id'] === this.ids[table])
      .map((row) => [row['field'], row['conflict']]);
  }

  /** The physical versions of all rows that people may edit: equal results mean that nothing was written. */
  async versions(): Promise<unknown[]> {
    const { rows } = await this.world.backend.db.query(
      `select id, xmin::text from events union all select id, xmin::text from ticket_tiers
       union all select id, xmin::text from tickets order by 1`,
    );
    return rows;
  }
}
