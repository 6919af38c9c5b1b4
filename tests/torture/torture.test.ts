import { expect, it } from 'vitest';
import { waitFor } from '../tasks/wait-for.ts';
import { checkExecutions, OverlapWatch } from './check-executions.ts';
import { checkIncidents } from './check-incidents.ts';
import { checkJournal } from './check-journal.ts';
import { checkProcesses } from './check-processes.ts';
import { checkTruth, noteIds } from './check-truth.ts';
import { checkGateTimes, showFigures } from './figures.ts';
import { Gate } from './gate.ts';
import { Generator } from './generator.ts';
import { Nemesis } from './nemesis.ts';
import { People } from './people.ts';
import { configurationOf, makePlaces, type Place } from './places.ts';
import { becomeQuiet } from './quiet.ts';
import { plansOf, type TorturePlan } from './torture-plan.ts';
import { TortureWorld } from './torture-world.ts';

const FIRST_SYNC_WITHIN_MS = 300_000;

it.each(plansOf(process.env).map((plan) => [plan.setting, plan] as const))(
  'whatever fault occurs, nothing is lost, doubled or left behind: %s',
  async (_setting, plan) => {
    const { broken, slow } = await torture(plan);
    expect(broken).toEqual([]);
    // The speed of a machine that runs all tests at once says nothing.
    if (plan.minutes !== null) expect(slow).toEqual([]);
  },
);

async function torture(plan: TorturePlan) {
  const startedMs = performance.now();
  const world = await TortureWorld.open(plan);
  try {
    const people = await People.hire(world);
    const places = await makePlaces(world);
    await syncFirst(world, people, places);
    await noteIds(world, places);
    const overlaps = new OverlapWatch(world);
    const generator = new Generator(world, people, places);
    const gate = new Gate(world, people);
    let turn = 0;
    const nemesis = new Nemesis(world, async (point) => {
      turn += 1;
      const place = places[turn % places.length];
      const depth = point === 'after the digests are compared' ? 'sweep' : 'full';
      if (place !== undefined) await generator.trigger(place, depth);
    });
    generator.start();
    await nemesis.run();
    await generator.stop();
    await gate.stop();
    await becomeQuiet(world, people, places);
    await overlaps.stop();
    const checks: Readonly<Record<string, () => Promise<void>>> = {
      executions: async () => await checkExecutions(world),
      truth: async () => await checkTruth(world, places, gate.words),
      journal: async () => await checkJournal(world),
      incidents: async () => await checkIncidents(world),
    };
    for (const [name, check] of Object.entries(checks)) {
      // A failed check must not hide the results of the others.
      await check().catch((error: unknown) => world.findings.require(false, `${name}: ${String(error)}`));
    }
    await world.stopProcesses();
    await checkProcesses(world);
    checkGateTimes({ world, gate });
    const tookMs = performance.now() - startedMs;
    // The figures are the purpose of a run.
    process.stdout.write(`${showFigures({ world, gate, generator, nemesis, overlaps, tookMs })}\n`);
    return world.findings;
  } finally {
    await world.close();
  }
}

/** Every event is synced before the first fault. */
async function syncFirst(world: TortureWorld, people: People, places: readonly Place[]): Promise<void> {
  for (const place of places) {
    const made = await people.ask('POST', 'configurations/', configurationOf(place));
    if (made.status !== 201) throw new Error(`no configuration: ${JSON.stringify(made.body)}`);
    const path = `configurations/${String(made.body['id'])}/trigger/`;
    const { status, body } = await people.ask('POST', path, { depth: 'full' });
    if (status !== 202) throw new Error(`not triggered: ${JSON.stringify(body)}`);
  }
  const sql = `select status, count(*)::int as n from sync_executions group by status`;
  await waitFor(
    async () => await world.rows<{ status: string; n: number }>(sql),
    (rows) => rows.length === 1 && rows[0]?.status === 'success' && rows[0].n === places.length,
    FIRST_SYNC_WITHIN_MS,
  );
}
