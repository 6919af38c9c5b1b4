import { Tooltip } from '@mui/material';
import type { ReactElement } from 'react';
import { useFormats } from '../../format/use-formats.ts';
import { Dash } from './RelativeTime.tsx';

interface MomentProps {
  /** An ISO 8601 time; null shows a dash. */
  readonly at: string | null;
  readonly timeZone?: string;
}

/** A date and time; the tooltip shows the seconds. */
export function Moment({ at, timeZone }: MomentProps): ReactElement {
  const formats = useFormats();
  if (at === null) return <Dash />;
  return (
    <Tooltip describeChild title={formats.exactTime(at, timeZone)}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {formats.dateTime(at, timeZone)}
      </time>
    </Tooltip>
  );
}
