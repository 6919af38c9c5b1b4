import { readScenario } from './truth-file.ts';

/** The orders that a truth file names as edge cases, including those that were deleted for good. */
export function scenarioOrders(name: string): readonly number[] {
  const { events, edge_index = {} } = readScenario(name);
  return [...new Set([...numbersIn(events), ...numbersIn(edge_index)])].toSorted((a, b) => a - b);
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}
