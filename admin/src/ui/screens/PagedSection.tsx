import { type ReactElement, type ReactNode, useState } from 'react';
import { type RaRecord, useGetList } from 'react-admin';
import { Pages } from './Pages.tsx';
import { Section } from './Section.tsx';
import { Failed, Loading } from './States.tsx';

interface PagedSectionProps<Row extends RaRecord> {
  readonly title: string;
  readonly resource: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly perPage: number;
  readonly sort: { readonly field: string; readonly order: 'ASC' | 'DESC' };
  readonly aside?: ReactNode;
  /** Shown above the rows on every page. */
  readonly intro?: ReactNode;
  /** Shown instead of the rows if there are none. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list inside a page, with page numbers of its own. */
export function PagedSection<Row extends RaRecord>({
  title,
  resource,
  filter,
  perPage,
  sort,
  aside,
  intro,
  empty,
  children,
}: PagedSectionProps<Row>): ReactElement {
  const asked = JSON.stringify([resource, filter]);
  const [shown, setShown] = useState({ asked, page: 1 });
  // A new filter starts at the first page.
  const page = shown.asked === asked ? shown.page : 1;
  const { data, total, error, isPending, refetch } = useGetList<Row>(resource, {
    filter,
    pagination: { page, perPage },
    sort,
  });
  return (
    <Section title={title} flush aside={aside}>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {data?.length === 0 && empty}
      {intro}
      {data !== undefined && data.length > 0 && children(data)}
      <Pages
        page={page}
        perPage={perPage}
        total={total ?? 0}
        onPage={(next) => setShown({ asked, page: next })}
      />
    </Section>
  );
}
