import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
} from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useId, useState } from 'react';
import { Form, useNotify } from 'react-admin';
import { useFormState, useWatch } from 'react-hook-form';
import { act } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { DateTimeInput } from '../ui/forms/DateTimeInput.tsx';
import { useSubmit } from '../ui/forms/use-submit.ts';

interface Span {
  readonly from: string | null;
  readonly until: string | null;
}

/** Sends the messages of a span of time again. Its times are in the zone of the user's device. */
export function ReplaySpan({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const queries = useQueryClient();
  const title = useId();
  const [asks, setAsks] = useState(false);
  const submit = useSubmit(async ({ from, until }: Span) => {
    const { replayed } = await act<{ readonly replayed: number }>('outbound-endpoints', id, 'replay', {
      ...(from === null ? {} : { from: instantOf(from) }),
      ...(until === null ? {} : { until: instantOf(until) }),
    });
    await queries.invalidateQueries();
    notify(say('outbound.replayed', { smart_count: replayed }), { type: 'success' });
    setAsks(false);
  });
  return (
    <>
      <Button variant="outlined" onClick={() => setAsks(true)}>
        {say('outbound.replay_span')}
      </Button>
      <Dialog open={asks} onClose={() => setAsks(false)} fullWidth maxWidth="sm" aria-labelledby={title}>
        <Form
          noValidate
          defaultValues={{ from: null, until: null }}
          onSubmit={async (values: unknown) => await submit(values as Span)}
        >
          <DialogTitle id={title}>{say('outbound.replay_span')}</DialogTitle>
          <DialogContent>
            <DialogContentText sx={{ mb: 2 }}>{say('outbound.replay_text')}</DialogContentText>
            <Box sx={{ display: 'grid', gap: 2, pt: 1 }}>
              <DateTimeInput source="from" label={say('outbound.from')} />
              <DateTimeInput source="until" label={say('outbound.until')} help={say('outbound.until_hint')} />
            </Box>
          </DialogContent>
          <Buttons onClose={() => setAsks(false)} />
        </Form>
      </Dialog>
    </>
  );
}

function Buttons({ onClose }: { readonly onClose: () => void }): ReactElement {
  const say = useTexts();
  const { isSubmitting } = useFormState();
  const from: unknown = useWatch({ name: 'from' });
  return (
    <DialogActions sx={{ px: 3, pb: 2 }}>
      <Button onClick={onClose}>{say('ra.action.cancel')}</Button>
      <Button type="submit" variant="contained" disabled={isSubmitting || from === null}>
        {say('outbound.replay')}
      </Button>
    </DialogActions>
  );
}

function instantOf(local: string): string {
  return new Date(local).toISOString();
}
