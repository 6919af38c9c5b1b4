import { Link } from '@mui/material';
import { lazy, type ReactElement, Suspense } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { ExecutionDetail } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { isOver } from '../live/executions-live.ts';
import { Details } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Loading } from '../ui/screens/States.tsx';
import { TabBar } from '../ui/screens/TabBar.tsx';
import { useTab } from '../ui/screens/use-tab.ts';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { ExecutionActions } from './ExecutionActions.tsx';
import { ExecutionStatus } from './ExecutionStatus.tsx';
import type { LogViewProps } from './log/LogView.tsx';
import { Overview } from './Overview.tsx';
import { ProofView } from './proof/ProofView.tsx';
import { RejectsView } from './RejectsView.tsx';
import { useExecution } from './use-execution.ts';

const ChangesView = lazy(() => import('./changes/ChangesView.tsx'));
const LogView = lazy(() => import('./log/LogView.tsx'));

const TABS = ['overview', 'proof', 'changes', 'rejects', 'log'] as const;

export default function ExecutionShow(): ReactElement {
  const { id = '' } = useParams();
  const { execution, error, refetch, line, lines } = useExecution(id);
  return (
    <Details
      record={execution}
      error={error}
      onRetry={refetch}
      content={(record) => <Shown execution={record} lost={line === 'lost'} lines={lines} />}
    />
  );
}

interface ShownProps {
  readonly execution: ExecutionDetail;
  readonly lost: boolean;
  readonly lines: LogViewProps['lines'];
}

function Shown({ execution, lost, lines }: ShownProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const [tab, setTab] = useTab(TABS);
  const { id, proof_summary, reject_count } = execution;
  const counts: Partial<Record<(typeof TABS)[number], string>> = {
    ...(proof_summary.differing > 0 && { proof: formats.count(proof_summary.differing) }),
    ...(reject_count > 0 && { rejects: formats.count(reject_count) }),
  };
  return (
    <>
      <ScreenHead
        title={execution.configuration_name}
        back={{ to: '/executions', label: say('executions.title') }}
        state={<ExecutionStatus {...execution} />}
        sub={<Origin execution={execution} />}
        actions={<ExecutionActions execution={execution} />}
      />
      <TabBar
        label={say('executions.parts')}
        value={tab}
        onChange={setTab}
        tabs={TABS.map((value) => {
          const count = counts[value];
          return { value, label: say(`executions.${value}`), ...(count !== undefined && { count }) };
        })}
      />
      {tab === 'overview' && <Overview execution={execution} lost={lost} />}
      {tab === 'proof' && <ProofView {...execution} />}
      {tab === 'rejects' && (
        <RejectsView of={{ resource: 'rejects', filter: { execution: id } }} leftOut={execution.left_out} />
      )}
      <Suspense fallback={<Loading />}>
        {tab === 'changes' && <ChangesView execution={id} />}
        {tab === 'log' && <LogView execution={id} lines={lines} live={!isOver(execution)} />}
      </Suspense>
    </>
  );
}

/** So few that they fit into one line. */
const MOST_NAMED = 10;

function idsOf(orders: readonly number[]): string {
  return `${orders.slice(0, MOST_NAMED).join(', ')}${orders.length > MOST_NAMED ? ' …' : ''}`;
}

/** The configuration of the execution, and who requested it. */
function Origin({ execution }: { readonly execution: ExecutionDetail }): ReactElement {
  const say = useTexts();
  const { configuration, trigger, triggered_by_name, depth, orders, created_at, retry_of } = execution;
  const deep = depth === null ? '' : ` · ${say(`words.depth.${depth}`)}`;
  const named = orders === null ? '' : ` · ${say('executions.orders', { ids: idsOf(orders) })}`;
  const by = triggered_by_name === null ? '' : ` (${triggered_by_name})`;
  return (
    <>
      <Link component={RouterLink} to={`/configurations/${configuration}/show`}>
        {say('executions.configuration')}
      </Link>
      {` · ${say(`words.trigger.${trigger}`)}${by}${deep}${named} · `}
      <RelativeTime at={created_at} />
      {retry_of !== null && (
        <>
          {' · '}
          <Link component={RouterLink} to={`/executions/${retry_of}/show`}>
            {say('executions.retry_of')}
          </Link>
        </>
      )}
    </>
  );
}
