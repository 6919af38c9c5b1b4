import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Note } from '../../../../src/contract/note.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { PagedSection } from '../../ui/screens/PagedSection.tsx';
import { Empty } from '../../ui/screens/States.tsx';
import { RelativeTime } from '../../ui/values/RelativeTime.tsx';

const PER_PAGE = 25;

/** Unusual values in rows that Taquilla read: where they are, and how Taquilla interprets them. */
export function NotesView({ configuration }: { readonly configuration: string }): ReactElement {
  const say = useTexts();
  return (
    <PagedSection<Note>
      title={say('notes.title')}
      resource="notes"
      filter={{ configuration }}
      perPage={PER_PAGE}
      sort={{ field: 'id', order: 'ASC' }}
      empty={<Empty title={say('notes.none')} text={say('notes.none_hint')} />}
    >
      {(notes) => (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, px: 2, py: 1 }}>
          {notes.map((note) => (
            <NoteLine key={note.id} note={note} />
          ))}
        </Box>
      )}
    </PagedSection>
  );
}

function NoteLine({ note }: { readonly note: Note }): ReactElement {
  const say = useTexts();
  const { kind, woo_id, order_number, field, raw, reason, created_at } = note;
  return (
    <Box component="li" sx={{ py: 1, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1.5 }}>
        <Typography sx={{ fontWeight: 600 }}>
          {kind === 'order' && order_number !== null
            ? say('orders.number_of', { number: order_number })
            : say(`executions.reject_${kind}`, { id: String(woo_id) })}
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
