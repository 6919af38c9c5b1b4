import type { FieldEdit } from '../../../src/contract/ticketing/edits.ts';

/** What people may edit, as the panel and the backend call it. */
export const EDITED_RESOURCES = {
  events: 'events',
  'ticket-tiers': 'ticket_tiers',
  tickets: 'tickets',
} as const;
export type EditedResource = keyof typeof EDITED_RESOURCES;

/** A record with what people edited of it. */
export interface EditedRecord {
  readonly id: string;
  readonly version: string | null;
  readonly edits: readonly FieldEdit[];
}
