import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import type { Execution } from '../../../src/contract/execution.ts';
import { ExecutionTable } from '../executions/ExecutionTable.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { Pages } from '../ui/Pages.tsx';
import { Section } from '../ui/Section.tsx';
import { Empty, Failed, Loading } from '../ui/States.tsx';

const PER_PAGE = 20;

/** All executions of one configuration, the newest first. */
export function ExecutionsOf({ configuration }: { readonly configuration: string }): ReactElement {
  const say = useTexts();
  const [page, setPage] = useState(1);
  const { data, total, error, isPending, refetch } = useGetList<Execution>('executions', {
    filter: { configuration, days: 'all' },
    pagination: { page, perPage: PER_PAGE },
    sort: { field: 'created_at', order: 'DESC' },
  });
  return (
    <Section title={say('executions.title')} flush>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {data?.length === 0 && <Empty title={say('executions.empty')} text={say('executions.empty_hint')} />}
      {data !== undefined && data.length > 0 && <ExecutionTable executions={data} />}
      <Pages page={page} perPage={PER_PAGE} total={total ?? 0} onPage={setPage} />
    </Section>
  );
}
