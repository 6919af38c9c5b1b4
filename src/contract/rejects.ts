import { z } from 'zod';
import { rejectShape } from './execution.ts';
import { followed, listQuery, pageOf } from './page.ts';
import { idShape, textInput } from './scalars.ts';

/** A row of the store that could not be read, of any configuration. */
export const listedRejectShape = rejectShape.extend({
  configuration_name: z.string(),
});
export const listedRejectPageShape = pageOf(listedRejectShape);

export const listedRejectQuery = listQuery(
  {
    ...followed,
    configuration: idShape.optional(),
    kind: z.enum(['order', 'ticket']).optional(),
    /** By default `open`: neither settled nor dismissed. */
    state: z.enum(['open', 'dismissed', 'settled', 'all']).optional(),
  },
  [],
).omit({ ordering: true, search: true });

export const dismissNoteInput = textInput(1000);
export const dismissRejectInput = z.strictObject({
  /** Why the row may be left out. */
  note: dismissNoteInput,
});
export const replayRejectsInput = z.strictObject({ configuration: idShape });
