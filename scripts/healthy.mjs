// The image's health check. It exits with 0 if this container's process is ready. With the argument `healthz`,
// it exits with 0 if the process answers.
const port = process.env.METRICS_PORT ?? '9464';
const path = process.argv[2] ?? 'readyz';
try {
  const reply = await fetch(`http://127.0.0.1:${port}/${path}`, { signal: AbortSignal.timeout(4_000) });
  if (!reply.ok) console.error(await reply.text());
  process.exitCode = reply.ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
