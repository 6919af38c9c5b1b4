/** Reports whether a benchmark reached its targets, and ends the process with 1 if it did not. */
export function tellOutcome(missed: readonly string[]): void {
  console.log(missed.length === 0 ? 'As wanted.' : `Missed: ${missed.join('; ')}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}
