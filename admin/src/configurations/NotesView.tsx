import { Box, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import type { notePageShape } from '../../../src/contract/note.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { MONO } from '../theme/theme.ts';
import { Pages } from '../ui/Pages.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Section } from '../ui/Section.tsx';
import { Empty, Failed, Loading } from '../ui/States.tsx';

type Note = (typeof notePageShape)['_output']['results'][number];

const PER_PAGE = 25;

/** What is odd in rows that Taquilla read: where it is, the store's value, and how Taquilla reads it. */
export function NotesView({ configuration }: { readonly configuration: string }): ReactElement {
  const say = useTexts();
  const [page, setPage] = useState(1);
  const { data, total, error, isPending, refetch } = useGetList<Note>('notes', {
    filter: { configuration },
    pagination: { page, perPage: PER_PAGE },
    sort: { field: 'id', order: 'ASC' },
  });
  return (
    <Section title={say('notes.title')} flush>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {data?.length === 0 && <Empty title={say('notes.none')} text={say('notes.none_hint')} />}
      <Box
        component="ul"
        sx={{ listStyle: 'none', m: 0, px: 2, py: data !== undefined && data.length > 0 ? 1 : 0 }}
      >
        {data?.map((note) => (
          <NoteLine key={note.id} note={note} />
        ))}
      </Box>
      <Pages page={page} perPage={PER_PAGE} total={total ?? 0} onPage={setPage} />
    </Section>
  );
}

function NoteLine({ note }: { readonly note: Note }): ReactElement {
  const say = useTexts();
  const { kind, woo_id, field, raw, reason, created_at } = note;
  return (
    <Box component="li" sx={{ py: 1, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
        <Typography sx={{ fontWeight: 600 }}>
          {say(`executions.reject_${kind}`, { id: String(woo_id) })}
        </Typography>
        <Typography component="code" variant="body2" color="textSecondary" sx={{ fontFamily: MONO }}>
          {raw === null ? field : `${field}: ${raw}`}
        </Typography>
        <Typography component="span" variant="body2" color="textSecondary">
          <RelativeTime at={created_at} />
        </Typography>
      </Box>
      <Typography variant="body2">{say(`notes.reason.${reason}`)}</Typography>
    </Box>
  );
}
