import { Box, Typography } from '@mui/material';
import { type ReactElement, useEffect, useRef } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { FoundRow } from './FoundRow.tsx';
import { type FoundOption, KINDS } from './found-options.ts';

interface FoundListProps {
  readonly id: string;
  readonly options: readonly FoundOption[];
  readonly chosen: number;
  readonly onPoint: (at: number) => void;
  readonly onGo: (option: FoundOption) => void;
}

export const optionId = (listId: string, at: number): string => `${listId}-${at}`;

/**
 * The search results by kind. The keyboard focus stays in the search field while arrow keys move through the
 * list.
 */
export function FoundList({ id, options, chosen, onPoint, onGo }: FoundListProps): ReactElement {
  const say = useTexts();
  const present = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the selected option must be visible.
  useEffect(() => {
    // Newer browsers return a promise here, which an effect must not return as its clean-up.
    present.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen, options]);
  const numbered = options.map((option, at) => ({ option, at }));
  return (
    <Box role="listbox" id={id} aria-label={say('search.found')} sx={{ pb: 1 }}>
      {KINDS.map((kind) => {
        const group = numbered.filter(({ option }) => option.kind === kind);
        if (group.length === 0) return null;
        const labelId = `${id}-${kind}`;
        return (
          <Box key={kind} role="group" aria-labelledby={labelId} sx={{ px: 1 }}>
            <Typography
              id={labelId}
              component="div"
              variant="body2"
              color="textSecondary"
              sx={{ px: 1.5, pt: 1.5, pb: 0.5, fontWeight: 600 }}
            >
              {say(`search.${kind}`)}
            </Typography>
            {group.map(({ option, at }) => (
              <Box
                key={option.to}
                ref={at === chosen ? present : null}
                role="option"
                id={optionId(id, at)}
                aria-selected={at === chosen}
                onMouseMove={() => onPoint(at)}
                onClick={() => onGo(option)}
                sx={(theme) => ({
                  px: 1.5,
                  py: 1,
                  borderRadius: '10px',
                  cursor: 'pointer',
                  ...(at === chosen && {
                    backgroundColor: theme.palette.tones.quiet.paper,
                    outline: `2px solid ${theme.palette.primary.main}`,
                    outlineOffset: '-2px',
                  }),
                })}
              >
                <FoundRow option={option} />
              </Box>
            ))}
          </Box>
        );
      })}
    </Box>
  );
}
