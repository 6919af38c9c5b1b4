import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideTool, thisMachine } from '../../src/demo/servers/provide-tool.ts';
import type { FoundTool, Tool } from '../../src/demo/servers/tool.ts';
import { openServerPlace } from '../../src/platform/server-place.ts';

const DATA_DIR = join(fileURLToPath(new URL('../../', import.meta.url)), '.taquilla');

/**
 * Provides a tool for this run: a missing one is downloaded into this checkout. `server`: root runs it as another
 * user.
 */
export async function provideTestTool<Program extends string>(
  tool: Tool<Program>,
  runBy: 'us' | 'server',
): Promise<FoundTool<Program>> {
  const place = await openServerPlace(DATA_DIR);
  // Debian installs some programs in a separate folder for each version, none of them on PATH.
  const folders = [process.env['PATH'] ?? '', ...tool.debian.folders.map((folder) => `/${folder}`)];
  return await provideTool({
    tool,
    toolsDir: join(place.root, 'tools'),
    sources: await thisMachine(folders.join(':')),
    user: runBy === 'server' ? place.user : null,
    onFetch: (title) => void process.stderr.write(`Fetching ${title} (once) …\n`),
    signal: new AbortController().signal,
  });
}
