/** `1h 02m 03s`, `4m 05s`, `6.7s`: a duration that looks the same in every language. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${(Math.floor(seconds * 10) / 10).toFixed(1)}s`;
  const whole = Math.floor(seconds);
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return hours === 0 ? `${minutes}m ${two(rest)}s` : `${hours}h ${two(minutes)}m ${two(rest)}s`;
}
