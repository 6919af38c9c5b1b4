import { Tooltip } from '@mui/material';
import type { ReactElement } from 'react';
import { useFormats } from '../../format/use-formats.ts';
import { Dash } from './RelativeTime.tsx';

interface MomentProps {
  /** As the API gives it; null shows a dash. */
  readonly at: string | null;
  readonly timeZone?: string;
}

/** When something was, by the calendar; to the second when pointed at. */
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
