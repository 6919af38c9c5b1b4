import type { ReactElement } from 'react';
import type { RaRecord } from 'react-admin';
import { useParams } from 'react-router-dom';
import { Failed, Loading } from './States.tsx';
import { useWhole } from './use-whole.ts';

interface DetailScreenProps<T extends RaRecord> {
  readonly resource: string;
  /**
   * true on a page with a form: the record is not fetched again, because that would overwrite what the user
   * types.
   */
  readonly editing?: boolean;
  readonly children: (record: T) => ReactElement;
}

const FETCH_ONCE = { refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY };

/**
 * The page of the record that the address names. It shows the details, or that they are loading or could not be
 * fetched.
 */
export function DetailScreen<T extends RaRecord>({
  resource,
  editing = false,
  children,
}: DetailScreenProps<T>): ReactElement {
  const { id = '' } = useParams();
  const { data, error, refetch } = useWhole<T>(resource, id, editing ? FETCH_ONCE : {});
  return <Details record={data} error={error} onRetry={() => void refetch()} content={children} />;
}

interface DetailsProps<T> {
  readonly record: T | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly content: (record: T) => ReactElement;
}

/** Shows a fetched record, or its loading state or error. */
export function Details<T>({ record, error, onRetry, content }: DetailsProps<T>): ReactElement {
  if (record !== undefined) return content(record);
  const failed = error !== null && error !== undefined;
  return failed ? <Failed error={error} onRetry={onRetry} /> : <Loading rows={8} />;
}
