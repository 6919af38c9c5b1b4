import type { FaultLog } from './fault-log.ts';
import type { TortureWorld } from './torture-world.ts';

/** After the first failure, an execution is repeated for this long before an alert is sent. */
const BEFORE_MS = 120_000;
/** Without faults: the time until the process that sends mails has noticed and sent one. */
const MAIL_WITHIN_MS = 90_000;

interface IncidentRow {
  readonly id: string;
  readonly kind: string;
  readonly error_code: string | null;
  readonly store: string | null;
  readonly started_at: Date;
  readonly opened_at: Date;
  readonly resolved_at: Date | null;
}

interface MessageRow {
  readonly id: string;
  readonly incident_id: string;
  readonly event: string;
  readonly created_at: Date;
  readonly sent_at: Date | null;
}

/** Every incident has a reason and an end, and its mails were sent in time. */
export async function checkIncidents(world: TortureWorld): Promise<void> {
  const incidents = await world.rows<IncidentRow>(
    `select i.id, i.kind, i.error_code, s.name as store, i.started_at, i.opened_at, i.resolved_at
     from alert_incidents i left join sync_credentials s on s.id = i.credentials_id order by i.opened_at`,
  );
  const messages = await world.rows<MessageRow>(
    `select id, incident_id, event, created_at, sent_at from alert_messages where incident_id is not null`,
  );
  const { findings, faults } = world;
  for (const incident of incidents) {
    const label = `incident ${incident.kind} ${incident.error_code ?? ''} ${incident.store ?? ''} of ${incident.opened_at.toISOString()}`;
    findings.require(isReal(incident, faults), `${label} has no reason`);
    findings.require(incident.resolved_at !== null, `${label} has not ended`);
    const own = messages.filter(({ incident_id }) => incident_id === incident.id);
    const opening = own.filter(({ event }) => event === 'opened').length;
    findings.require(opening === 1, `${label} has ${opening} messages of its beginning`);
  }
  for (const message of messages) checkMail(world, message);
}

/** Whether a fault that causes such an incident existed in the time before it. */
function isReal({ kind, store, started_at, opened_at }: IncidentRow, faults: FaultLog): boolean {
  const fromMs = started_at.getTime() - BEFORE_MS;
  const toMs = opened_at.getTime();
  if (kind === 'store_unreachable' || kind === 'test_failed') {
    return faults.during(fromMs, toMs, (hit) => hit === `store ${store}`).length > 0;
  }
  if (kind === 'clock_skewed')
    return faults.during(fromMs, toMs).some(({ name }) => name.startsWith('clock'));
  // The torture test gives no reason for any other kind: the data of its stores is valid, and its passwords are
  // right.
  return kind === 'sync_failed' && faults.during(fromMs, toMs).length > 0;
}

function checkMail(world: TortureWorld, { id, event, created_at, sent_at }: MessageRow): void {
  const { findings, faults, mails } = world;
  const label = `the mail ${event} of ${created_at.toISOString()}`;
  const arrived = mails.received.filter(({ raw }) => raw.includes(`<${id}@`)).length;
  findings.require(arrived === 1, `${label} arrived ${arrived} times`);
  if (sent_at === null) {
    findings.require(false, `${label} was not sent`);
    return;
  }
  const calmMs = faults.calmMs(created_at.getTime(), sent_at.getTime());
  findings.require(calmMs <= MAIL_WITHIN_MS, `${label} went ${Math.round(calmMs / 1_000)} s late`);
}
