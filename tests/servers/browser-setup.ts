import { provideTool } from '../../src/demo/servers/provide-tool.ts';
import { toolsFolder } from '../../src/demo/servers/remove-servers.ts';
import { CHROMIUM_TOOL } from './chromium-tool.ts';

/** Fetches the browser before any test's clock runs: it is large. */
export default async function setUp(): Promise<void> {
  await provideTool({
    tool: CHROMIUM_TOOL,
    toolsDir: await toolsFolder('.taquilla'),
    searchPath: process.env['PATH'] ?? '',
    onFetch: (title) => void process.stderr.write(`Fetching ${title} (once) …\n`),
    signal: new AbortController().signal,
  });
}
