import { expect } from 'vitest';
import type { EditedTable } from '../../src/backend/tables/edited-tables.ts';

interface Sample {
  readonly given: unknown;
  /** The value in the reply, if it differs from the one in the request. */
  readonly shown?: unknown;
}

/** A correction of each field that people may edit: a new field fails this test until it has one here. */
export const editSamples = (
  answer: string,
): Readonly<Record<EditedTable, Readonly<Record<string, Sample>>>> => ({
  events: {
    title: { given: 'Corrected title' },
    description: { given: 'First line\nand another' },
    // Noon in Santiago in November is 15:00 UTC; noon in Madrid is 11:00 UTC.
    starts_at: { given: '2025-11-20T12:00', shown: '2025-11-20T11:00:00.000000Z' },
    ends_at: { given: '2025-11-20T18:30:00-03:00', shown: '2025-11-20T21:30:00.000000Z' },
    timezone: { given: 'Europe/Madrid' },
    venue: { given: 'Plaza Corregida' },
  },
  ticket_tiers: {
    name: { given: 'Corrected tier' },
    price: { given: '12345.5' },
    capacity: { given: 77 },
  },
  tickets: {
    first_name: { given: 'Corrected' },
    last_name: { given: 'Attendee' },
    email: { given: 'corrected@example.com' },
    phone: { given: '+56 9 1111 2222' },
    company: { given: 'Corrected S.A.' },
    designation: { given: null },
    form_data: {
      given: [{ key: answer, value: 'Corrected answer' }],
      shown: expect.arrayContaining([expect.objectContaining({ key: answer, value: 'Corrected answer' })]),
    },
  },
});

export const shownOf = ({ given, shown }: Sample): unknown => (shown === undefined ? given : shown);
