import type { ReactElement } from 'react';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { type Fact, Facts } from '../ui/Facts.tsx';
import { Dash } from '../ui/RelativeTime.tsx';

/** Where the set leads and how gently. */
export function WayFacts({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const last =
    set.last_transport === null || set.last_transport === set.transport
      ? ''
      : ` (${say(`credentials.transports.${set.last_transport}`)})`;
  const seconds = (ms: number) => formats.duration(ms);
  const facts: readonly (Fact | null)[] = [
    {
      label: say('credentials.transport'),
      value: `${say(`credentials.transports.${set.transport}`)}${last}`,
    },
    set.jump_host === null
      ? null
      : {
          label: say('credentials.jump_part'),
          value: place(set.jump_username, set.jump_host, set.jump_port),
        },
    set.ssh_host === null
      ? null
      : { label: say('credentials.ssh_part'), value: place(set.ssh_username, set.ssh_host, set.ssh_port) },
    {
      label: say('credentials.database_server'),
      value: place(set.mysql_username, set.mysql_host, set.mysql_port),
    },
    { label: say('credentials.database'), value: set.mysql_database },
    { label: say('credentials.table_prefix'), value: set.table_prefix ?? <Dash /> },
    set.transport === 'ssh_exec'
      ? null
      : { label: say('credentials.tls_mode'), value: say(`credentials.tls.${set.tls_mode}`) },
    { label: say('credentials.connect_patience'), value: seconds(set.connect_timeout_ms) },
    { label: say('credentials.longest_query'), value: seconds(set.statement_limit_s * 1000) },
    { label: say('credentials.max_connections'), value: formats.count(set.max_connections) },
    { label: say('credentials.max_concurrent_syncs'), value: formats.count(set.max_concurrent_syncs) },
    set.rows_per_second === null
      ? null
      : { label: say('credentials.rows_per_second'), value: formats.count(set.rows_per_second) },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

function place(user: string | null, host: string, port: number | null): string {
  const at = host.includes(':') ? `[${host}]` : host;
  return `${user === null ? '' : `${user}@`}${at}${port === null ? '' : `:${port}`}`;
}
