import type { ReactElement } from 'react';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

/** The hosts to which a set of credentials leads, and its limits on the load of the store. */
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
          value: <Place user={set.jump_username} host={set.jump_host} port={set.jump_port} />,
        },
    set.ssh_host === null
      ? null
      : {
          label: say('credentials.ssh_part'),
          value: <Place user={set.ssh_username} host={set.ssh_host} port={set.ssh_port} />,
        },
    {
      label: say('credentials.database_server'),
      value: (
        <Place
          user={set.mysql_username}
          host={set.mysql_host}
          port={set.mysql_socket === null ? set.mysql_port : null}
          socket={set.mysql_socket}
        />
      ),
    },
    { label: say('credentials.database'), value: <span data-data>{set.mysql_database}</span> },
    {
      label: say('credentials.table_prefix'),
      value: set.table_prefix === null ? <Dash /> : <span data-data>{set.table_prefix}</span>,
    },
    {
      label: say('credentials.text_encoding'),
      value: say(`credentials.text_encodings.${set.text_encoding}`),
    },
    set.order_number_meta === null
      ? null
      : {
          label: say('credentials.order_number_meta'),
          value: <span data-data>{set.order_number_meta}</span>,
        },
    set.transport === 'ssh_exec'
      ? null
      : { label: say('credentials.tls_mode'), value: say(`credentials.tls.${set.tls_mode}`) },
    { label: say('credentials.connect_patience'), value: seconds(set.connect_timeout_ms) },
    { label: say('credentials.longest_query'), value: seconds(set.statement_limit_s * 1000) },
    { label: say('credentials.max_connections'), value: formats.count(set.max_connections) },
    { label: say('credentials.max_concurrent_syncs'), value: formats.count(set.max_concurrent_syncs) },
    { label: say('credentials.sweep_seconds'), value: formats.count(set.sweep_seconds) },
    set.rows_per_second === null
      ? null
      : { label: say('credentials.rows_per_second'), value: formats.count(set.rows_per_second) },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

function Place({
  user,
  host,
  port,
  socket = null,
}: {
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
  readonly socket?: string | null;
}): ReactElement {
  const at = host.includes(':') ? `[${host}]` : host;
  const behind = socket ?? port;
  const place = behind === null ? at : `${at}:${behind}`;
  return user === null ? <span data-data>{place}</span> : <Email address={`${user}@${place}`} />;
}
