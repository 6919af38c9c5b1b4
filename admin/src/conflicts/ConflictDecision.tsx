import { Box, Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Conflict } from '../../../src/contract/conflict.ts';
import { act } from '../data-provider.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/Allowed.tsx';
import { Chip } from '../ui/Chip.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { useAction } from '../ui/use-action.ts';

const WAYS = ['keep-ours', 'take-theirs'] as const;
const TEXT = { 'keep-ours': 'keep_ours', 'take-theirs': 'take_theirs' } as const;

/** Of an open one the two ways to settle it; of a settled one how, and by whom. */
export function ConflictDecision({ conflict }: { readonly conflict: Conflict }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { id, label, field, settled_as, settled_at, settled_by_name } = conflict;
  const settle = useAction(async (way: (typeof WAYS)[number]) => await act<Conflict>('conflicts', id, way), {
    done: () => say('conflicts.done'),
  });
  if (settled_as !== null) {
    return (
      <>
        <Chip tone="good" label={say(`conflicts.settled_${settled_as}`)} />
        <Typography component="div" variant="body2" color="textSecondary">
          {settled_by_name} <RelativeTime at={settled_at} />
        </Typography>
      </>
    );
  }
  const name = `${label ?? ''} ${words('field', field)}`.trim();
  return (
    <Allowed resource="conflicts" action="settle">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {WAYS.map((way) => (
          <Button
            key={way}
            size="small"
            variant="outlined"
            disabled={settle.busy}
            aria-label={say(`conflicts.${TEXT[way]}_of`, { name })}
            onClick={() => settle.run(way)}
          >
            {say(`conflicts.${TEXT[way]}`)}
          </Button>
        ))}
      </Box>
    </Allowed>
  );
}
