import { Box, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { Form, required, SaveButton, TextInput, useNotify } from 'react-admin';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';

const LONGEST_NOTE = 1000;

/** Closes a conflict that offers no choice any more, with a note by the user. */
export function AcknowledgeForm({ conflict }: { readonly conflict: Conflict }): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const queries = useQueryClient();
  const submit = useSubmit(async ({ note }: { readonly note: string }) => {
    await act<Conflict>('conflicts', conflict.id, 'acknowledge', { note });
    notify(say('conflicts.done'), { type: 'success' });
    await queries.invalidateQueries();
  });
  return (
    <Form noValidate onSubmit={async (given: unknown) => await submit(given as { readonly note: string })}>
      <Box sx={{ display: 'grid', gap: 1, maxWidth: 640, justifyItems: 'start' }}>
        <Typography>{say('conflicts.acknowledge_text')}</Typography>
        <TextInput
          source="note"
          label={say('conflicts.note')}
          helperText={say('conflicts.note_help')}
          validate={required()}
          multiline
          minRows={2}
          fullWidth
          slotProps={{ htmlInput: { maxLength: LONGEST_NOTE } }}
        />
        <SaveButton label={say('conflicts.acknowledge')} icon={null} />
      </Box>
    </Form>
  );
}
