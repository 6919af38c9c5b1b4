import { readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';

/**
 * Writes the TypeScript types of an OpenAPI document: `node generate-types.mjs <document> <types>`. The generator uses the
 * programming interface of TypeScript 5, which version 7 does not have.
 */
const OLDER = new URL('typescript-5.mjs', import.meta.url).href;
const HOOK = `export const resolve = (name, context, next) =>
  name === 'typescript' ? { url: '${OLDER}', shortCircuit: true } : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(HOOK)}`, import.meta.url);

const [, , document = '', types = ''] = process.argv;
const { default: openapiTS, astToString } = await import('openapi-typescript');
writeFileSync(types, astToString(await openapiTS(readFileSync(document, 'utf8'))));
