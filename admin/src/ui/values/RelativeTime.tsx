import { Tooltip, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useFormats } from '../../format/use-formats.ts';
import { useNow } from './use-now.ts';

interface RelativeTimeProps {
  /** An ISO 8601 time; null shows a dash. */
  readonly at: string | null;
  /** The zone of the exact time; by default the reader's own. */
  readonly timeZone?: string;
}

/** A time relative to now; the tooltip shows the exact time. */
export function RelativeTime({ at, timeZone }: RelativeTimeProps): ReactElement {
  const formats = useFormats();
  const now = useNow();
  if (at === null) return <Dash />;
  return (
    <Tooltip describeChild title={formats.exactTime(at, timeZone)}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {formats.relativeTime(at, now)}
      </time>
    </Tooltip>
  );
}

/** Shown in place of an unknown value. */
export function Dash(): ReactElement {
  return (
    <Typography component="span" variant="inherit" color="textSecondary">
      –
    </Typography>
  );
}
