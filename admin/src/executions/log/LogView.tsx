import { Box, FormControlLabel, Switch } from '@mui/material';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useGetList } from 'react-admin';
import type { LogLine } from '../../../../src/contract/execution.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';
import { Pages } from '../../ui/screens/Pages.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { Empty, Failed, Loading } from '../../ui/screens/States.tsx';
import { logSentence } from './log-sentence.ts';

const PER_PAGE = 200;

export interface LogViewProps {
  readonly execution: string;
  /** Lines that arrived after the page was opened. */
  readonly lines: readonly LogLine[];
  readonly live: boolean;
}

/**
 * The log of an execution. While the execution runs, the newest line stays visible unless the reader switches
 * that off.
 */
export default function LogView({ execution, lines, live }: LogViewProps): ReactElement {
  const say = useTexts();
  const [page, setPage] = useState(1);
  const [follows, setFollows] = useState(true);
  const end = useRef<HTMLDivElement>(null);
  const { data, total, error, isPending, refetch } = useGetList<LogLine>('log', {
    filter: { execution },
    pagination: { page, perPage: PER_PAGE },
    sort: { field: 'id', order: 'ASC' },
  });
  const fetched = data ?? [];
  const newest = fetched.at(-1)?.id ?? 0;
  const shown = live ? [...fetched, ...lines.filter(({ id }) => id > newest)] : fetched;
  const count = shown.length;
  useEffect(() => {
    if (live && follows && count > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [live, follows, count]);

  return (
    <Section
      title={say('executions.log')}
      flush
      aside={
        live && (
          <FormControlLabel
            control={<Switch size="small" checked={follows} onChange={(_, on) => setFollows(on)} />}
            label={say('executions.log_follow')}
          />
        )
      }
    >
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {!isPending && count === 0 && <Empty title={say('executions.no_log')} />}
      {count > 0 && (
        <Box
          role="log"
          tabIndex={0}
          aria-label={say('executions.log')}
          sx={{ maxHeight: 560, overflow: 'auto', px: 2.5, pb: 2, fontFamily: MONO, fontSize: '0.8125rem' }}
        >
          {shown.map((line) => (
            <Line key={line.id} line={line} />
          ))}
          <div ref={end} />
        </Box>
      )}
      <Pages page={page} perPage={PER_PAGE} total={total ?? 0} onPage={setPage} />
    </Section>
  );
}

const COLOR = { info: 'text.secondary', warn: 'warning.main', error: 'error.main' } as const;

function Line({ line }: { readonly line: LogLine }): ReactElement {
  const formats = useFormats();
  const say = useTexts();
  const sentence = logSentence(line, say);
  const details = Object.entries(line.details).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        columnGap: 1.5,
        py: 0.35,
        minWidth: { sm: 'max-content' },
        overflowWrap: 'anywhere',
      }}
    >
      <Box component="time" dateTime={line.created_at} sx={{ color: 'text.secondary' }}>
        {formats.clock(line.created_at)}
      </Box>
      <Box component="span" sx={{ minWidth: 68, color: COLOR[line.level], fontWeight: 650 }}>
        {say(`words.log_level.${line.level}`)}
      </Box>
      {sentence === null ? (
        <>
          <span data-data>{line.message}</span>
          <Box component="span" data-data sx={{ color: 'text.secondary' }}>
            {details.join(' ')}
          </Box>
        </>
      ) : (
        <span>{sentence}</span>
      )}
    </Box>
  );
}
