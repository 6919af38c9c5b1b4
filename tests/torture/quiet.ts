import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '../tasks/wait-for.ts';
import type { People } from './people.ts';
import { configurationIdOf, configurationOf, type Place } from './places.ts';
import type { TortureWorld } from './torture-world.ts';

/** Far more than the slowest machine needs: what takes longer never comes. */
const SYNCED_WITHIN_MS = 300_000;
const SETTLED_WITHIN_MS = 180_000;
const AGAIN_MS = 1_000;

/** Syncs every place once more completely, without faults, and waits until all work is done. */
export async function becomeQuiet(
  world: TortureWorld,
  people: People,
  places: readonly Place[],
): Promise<void> {
  for (const one of world.processes) {
    one.thaw();
    await one.untilReady();
  }
  await Promise.all(places.map(async (place) => await syncOnceMore(world, people, place)));
  const left = async (): Promise<readonly object[]> =>
    await world.rows(
      `select 'execution ' || status as what, count(*)::int as n from sync_executions
         where status in ('pending', 'running') group by status
       union all select 'task ' || name, count(*)::int from background_tasks
         where status in ('pending', 'running') and run_after < now() + interval '1 minute' group by name
       union all select 'incident ' || kind, count(*)::int from alert_incidents where resolved_at is null group by kind
       union all select 'message ' || event, count(*)::int from alert_messages
         where sent_at is null and given_up_at is null group by event`,
    );
  const settled = waitFor(
    async () => await left().catch(() => null),
    (rows) => rows?.length === 0,
    SETTLED_WITHIN_MS,
  );
  await settled.catch(async () => {
    for (const row of await left()) world.findings.require(false, `left undone: ${JSON.stringify(row)}`);
  });
}

async function syncOnceMore(world: TortureWorld, people: People, place: Place): Promise<void> {
  const untilMs = performance.now() + SYNCED_WITHIN_MS;
  const [sinceRow] = await world.rows<{ at: Date }>('select now() as at');
  let last = '';
  let asked = false;
  while (performance.now() < untilMs) {
    const id = await configurationIdOf(world, place);
    if (id === null) {
      last = JSON.stringify((await people.ask('POST', 'configurations/', configurationOf(place))).body);
    } else if (!asked) {
      await people.ask('POST', `configurations/${id}/resume/`);
      const fee = { service_fee_percentage: place.model.settings.fee, confirm_money_change: true };
      await people.ask('PATCH', `configurations/${id}/`, fee);
      const triggered = await people.ask('POST', `configurations/${id}/trigger/`, { depth: 'full' });
      asked = triggered.status === 202;
      last = JSON.stringify(triggered.body);
    } else {
      const [execution] = await world.rows<{ status: string; fresh: boolean; outcome: string }>(
        `select status, coalesce(depth = 'full' and started_at >= $2, false) as fresh,
           concat_ws(' ', status, verification, error_code, error_message) as outcome
         from sync_executions where configuration_id = $1 order by created_at desc limit 1`,
        [id, sinceRow?.at],
      );
      last = execution?.outcome ?? last;
      const over = execution !== undefined && !['pending', 'running'].includes(execution.status);
      if (over && execution.status === 'success' && execution.fresh) {
        world.findings.require(last.startsWith('success verified'), `${place.name}: ${last}`);
        return;
      }
      if (over && execution.status !== 'success') {
        world.findings.require(false, `${place.name}: with nothing broken its execution is ${last}`);
      }
      // An execution that had begun before continued with the settings of then: the next one reads again.
      asked = !over;
    }
    await sleep(AGAIN_MS);
  }
  world.findings.require(false, `${place.name} was not synced once more: ${last}`);
}
