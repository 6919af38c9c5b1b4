import { Tooltip, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { useFormats } from '../../format/use-formats.ts';
import { useNow } from './use-now.ts';

interface RelativeTimeProps {
  /** As the API gives it; null shows a dash. */
  readonly at: string | null;
  /** The zone of the exact time, if not the reader's own. */
  readonly timeZone?: string;
}

/** How long ago or ahead; the exact moment when pointed at. */
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

/** Where a value is not known. */
export function Dash(): ReactElement {
  return (
    <Typography component="span" variant="inherit" color="textSecondary">
      –
    </Typography>
  );
}
