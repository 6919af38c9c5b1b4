import type { FieldEdit } from '../../../src/contract/ticketing/edits.ts';

/** The resources that people may edit, with their names in the panel and in the backend. */
export const EDITED_RESOURCES = {
  events: 'events',
  'ticket-tiers': 'ticket_tiers',
  tickets: 'tickets',
} as const;
export type EditedResource = keyof typeof EDITED_RESOURCES;

/** A record, and the edits that people made to it. */
export interface EditedRecord {
  readonly id: string;
  readonly version: string | null;
  readonly edits: readonly FieldEdit[];
}
