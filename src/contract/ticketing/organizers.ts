import { z } from 'zod';
import { idShape, instantShape } from '../scalars.ts';
import { longListQuery, longPageOf } from './lists.ts';

/** The organizer of events. */
export const organizerShape = z.object({
  id: idShape,
  name: z.string(),
  slug: z.string(),
  contact_email: z.string(),
  /** How many of its events still exist in the store. */
  events: z.int(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Organizer = z.infer<typeof organizerShape>;

export const organizerPageShape = longPageOf(organizerShape);
export const organizerQuery = longListQuery({}, ['name', 'created_at', 'updated_at']);
