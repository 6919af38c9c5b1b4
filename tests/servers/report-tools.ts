import { outcomeOf, type ToolName } from './fake-tools.ts';

/** A separate process, of any user: reads cases and writes the result of each. */
const cases: [ToolName, string, 'good' | 'old' | 'offline' | null][] = JSON.parse(process.argv[2] ?? '[]');
const outcomes = [];
for (const [tool, way, packages] of cases) outcomes.push(await outcomeOf(tool, way, packages));
process.stdout.write(JSON.stringify(outcomes));
