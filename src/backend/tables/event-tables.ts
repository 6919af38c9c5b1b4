import type { Money } from '../../kernel/money/money.ts';
import type { Json } from './column-text.ts';
import type { SyncedTable } from './synced-table.ts';

export interface EventRow {
  readonly organizer_id: string;
  readonly configuration_id: string;
  readonly title: string;
  readonly slug: string;
  readonly description: string | null;
  readonly status: string;
  readonly starts_at: Date | null;
  readonly ends_at: Date | null;
  readonly timezone: string;
  readonly num_days: number;
  readonly venue: string | null;
  readonly woo_product_id: number;
  readonly woo_variation_id: number | null;
  readonly store_url: string;
  readonly store_values: Json;
}

export const EVENTS: SyncedTable<EventRow> = {
  name: 'events',
  columns: {
    organizer_id: 'uuid',
    configuration_id: 'uuid',
    title: 'text',
    slug: 'text',
    description: 'text',
    status: 'text',
    starts_at: 'timestamptz',
    ends_at: 'timestamptz',
    timezone: 'text',
    num_days: 'integer',
    venue: 'text',
    woo_product_id: 'bigint',
    woo_variation_id: 'bigint',
    store_url: 'text',
    store_values: 'jsonb',
  },
  merged: ['title', 'description', 'starts_at', 'ends_at', 'timezone', 'venue'],
  joined: [],
};

export interface FormRow {
  readonly event_id: string;
  readonly name: string;
}

export const FORMS: SyncedTable<FormRow> = {
  name: 'forms',
  columns: { event_id: 'uuid', name: 'text' },
  merged: [],
  joined: [],
};

export interface FormFieldRow {
  readonly form_id: string;
  readonly key: string;
  readonly label: string;
  readonly type: string;
  readonly required: boolean;
  readonly options: Json;
  readonly position: number;
}

export const FORM_FIELDS: SyncedTable<FormFieldRow> = {
  name: 'form_fields',
  columns: {
    form_id: 'uuid',
    key: 'text',
    label: 'text',
    type: 'text',
    required: 'boolean',
    options: 'jsonb',
    position: 'integer',
  },
  merged: [],
  joined: [],
};

export interface TierRow {
  readonly event_id: string;
  readonly name: string;
  readonly woo_product_id: number;
  readonly woo_variation_id: number;
  readonly price: Money | null;
  readonly currency: string;
  readonly stock_left: number | null;
  readonly form_id: string | null;
  readonly store_values: Json;
}

/** `capacity` is not among the columns: only people set it, and no sync reads or writes it. */
export const TICKET_TIERS: SyncedTable<TierRow> = {
  name: 'ticket_tiers',
  columns: {
    event_id: 'uuid',
    name: 'text',
    woo_product_id: 'bigint',
    woo_variation_id: 'bigint',
    price: 'money',
    currency: 'text',
    stock_left: 'integer',
    form_id: 'uuid',
    store_values: 'jsonb',
  },
  merged: ['name', 'price'],
  joined: [],
};
