import { checkIn, undoCheckIn } from '../../../src/backend/check-ins/local-gate.ts';
import { editRow, type RowEdit } from '../../../src/backend/conflicts/edit-row.ts';
import { readEditState } from '../../../src/backend/conflicts/edit-state.ts';
import type { StoreEditor } from '../../../src/demo/edit/store-editor.ts';
import type { DemoOrder, DemoTicket } from '../../../src/demo/model/model.ts';
import type { Random } from '../../../src/demo/model/random.ts';
import { AppError } from '../../../src/kernel/errors.ts';
import type { Backend } from '../sync-store.ts';
import type { ModelSettings } from './model-event.ts';
import type { ModelPerson } from './model-person.ts';

/** One kind of change. Returns false if there is no row for it. */
export interface Step {
  readonly name: string;
  take(world: HistoryWorld): Promise<boolean>;
}

/** An edit of an attendee's first name here, and the store's name at the last sync. */
export interface LocalEdit {
  readonly ours: string;
  theirs: string;
  /** The store changed the name too, so a person has to decide. */
  contested: boolean;
}

/** A changing store, the backend that follows it, and the backend's own data. */
export class HistoryWorld {
  readonly store: StoreEditor;
  readonly backend: Backend;
  readonly random: Random;
  /** Whether changes without a change signal happen. */
  readonly silent: boolean;
  settings: ModelSettings = { fee: 10, validado: null };
  /** Days with a local check-in, by our id of the ticket. */
  readonly localDays = new Map<string, Set<number>>();
  /** Existing orders that are not, or at last were not, of the event: `173911 174100`. */
  readonly leftEvent = new Set<string>();
  /** By our id of the ticket. */
  readonly edits = new Map<string, LocalEdit>();
  #number = 0;

  constructor(store: StoreEditor, backend: Backend, random: Random, silent: boolean) {
    this.store = store;
    this.backend = backend;
    this.random = random;
    this.silent = silent;
  }

  nextNumber(): number {
    this.#number += 1;
    return this.#number;
  }

  async nothing(): Promise<void> {
    // This rare step is skipped this time.
  }

  /** The state of an edit after a sync; undefined if there is no edit. */
  editSeen(id: string, { firstName: theirs, erased }: ModelPerson): LocalEdit | undefined {
    const edit = this.edits.get(id);
    if (edit === undefined) return undefined;
    // Edits of an erased buyer are erased as well.
    if (edit.ours === theirs || erased) {
      this.edits.delete(id);
      return undefined;
    }
    if (edit.theirs !== theirs) edit.contested = true;
    edit.theirs = theirs;
    return edit;
  }

  /** Mostly one of the newest, so that a few orders get long histories. */
  anyOrder(may: (order: DemoOrder) => boolean): DemoOrder | null {
    const found = [...this.store.orders.values()].filter(
      (order) => !order.deleted && order.status !== 'checkout-draft' && may(order),
    );
    return this.#one(found);
  }

  anyTicket(may: (ticket: DemoTicket) => boolean): DemoTicket | null {
    return this.#one(
      [...this.store.tickets.values()].filter((ticket) => ticket.orderId !== 99 && may(ticket)),
    );
  }

  #one<T>(found: readonly T[]): T | null {
    if (found.length === 0) return null;
    const from = this.random.chance(70) ? Math.max(0, found.length - 12) : 0;
    return found[this.random.between(from, found.length - 1)] ?? null;
  }

  /** Checks a ticket in here, or undoes it; the check-in itself decides whether this is allowed. */
  async atLocalGate(how: 'in' | 'out'): Promise<boolean> {
    const { rows } = await this.backend.db.query<{ id: string; days: number }>(
      `select t.id, e.num_days as days from tickets t join events e on e.id = t.event_id
       where t.removed_at is null and t.status = 'active' order by t.id`,
    );
    const ticket = this.#one(
      how === 'in' ? rows : rows.filter(({ id }) => (this.localDays.get(id)?.size ?? 0) > 0),
    );
    if (ticket === null) return false;
    const day = this.random.between(1, ticket.days);
    const said = { ticketId: ticket.id, day, madeBy: null, now: new Date() };
    try {
      const { changed } =
        how === 'in' ? await checkIn(this.backend.db, said) : await undoCheckIn(this.backend.db, said);
      const days = this.localDays.get(ticket.id) ?? new Set();
      this.localDays.set(ticket.id, days);
      if (changed && how === 'in') days.add(day);
      if (changed && how === 'out') days.delete(day);
      return changed;
    } catch (error) {
      if (error instanceof AppError && error.code === 'ticket.checked-in-by-store') return false;
      throw error;
    }
  }

  /** Takes back a name that was given here, or leaves it to the store again. */
  async revertHere(): Promise<boolean> {
    const id = this.#one([...this.edits.keys()]);
    if (id === null) return false;
    await this.#edit(id, { revert: ['first_name'] });
    this.edits.delete(id);
    return true;
  }

  async #edit(id: string, asked: Partial<Pick<RowEdit, 'values' | 'revert'>>): Promise<void> {
    const { db } = this.backend;
    const version = (await readEditState(db, 'tickets', id))?.version ?? '';
    const edit = { version, values: {}, revert: [], by: null, now: new Date(), ...asked };
    if (!(await editRow(db, 'tickets', id, edit))) throw new Error(`no ticket ${id}`);
  }

  /** Renames an attendee here. */
  async renameHere(): Promise<boolean> {
    const { rows } = await this.backend.db.query<{ id: string; name: string | null }>(
      `select t.id, t.store_values ->> 'first_name' as name from tickets t left join orders o on o.id = t.order_id
       where t.removed_at is null and t.woo_ticket_id is not null and t.status = 'active'
         and o.anonymised_at is null order by t.id`,
    );
    const ticket = this.#one(rows.filter(({ id }) => !this.edits.has(id)));
    if (ticket === null) return false;
    const ours = `Aquí${this.nextNumber()}`;
    await this.#edit(ticket.id, { values: { first_name: ours } });
    this.edits.set(ticket.id, { ours, theirs: ticket.name ?? '', contested: false });
    return true;
  }
}
