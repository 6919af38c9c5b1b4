import { posix } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

export interface Import {
  readonly from: string;
  /** As written: `./money.ts`, `node:fs`, `zod`. */
  readonly specifier: string;
  /** The file of this repository that it names; null for a package or a part of Node. */
  readonly to: string | null;
  /** Erasing the types leaves nothing of it. */
  readonly typeOnly: boolean;
}

/** Every import and re-export of one file, including dynamic imports and `import('…').Type`. */
export function readImports(path: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const to = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null;
    found.push({ from: path, specifier, to, typeOnly });
  };
  const parsed = parseSync(path, text);
  if (parsed.errors.length > 0) throw new Error(`${path} cannot be parsed: ${parsed.errors[0]?.message}`);
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: (node) => add(node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) add(node.source.value, node.exportKind === 'type');
    },
    ImportExpression: (node) => {
      if (node.source.type !== 'Literal' || typeof node.source.value !== 'string') {
        throw new Error(`${path} imports a computed path, which no table can check`);
      }
      add(node.source.value, false);
    },
    TSImportType: (node) => add(node.source.value, true),
  }).visit(parsed.program);
  return found;
}

/** The members of Node's `process` that a file uses: `env`, `exit` …, including destructured and imported ones. */
export function readProcessMembers(path: string, text: string): string[] {
  const members = new Set<string>();
  new Visitor({
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.object.name !== 'process') return;
      if (!node.computed && node.property.type === 'Identifier') members.add(node.property.name);
      else if (node.property.type === 'Literal') members.add(String(node.property.value));
      else members.add('[computed]');
    },
    VariableDeclarator: (node) => {
      if (node.init?.type !== 'Identifier' || node.init.name !== 'process') return;
      if (node.id.type !== 'ObjectPattern') return;
      for (const property of node.id.properties) {
        if (property.type !== 'Property') members.add('[rest]');
        else if (property.key.type === 'Identifier') members.add(property.key.name);
      }
    },
    ImportDeclaration: (node) => {
      if (node.source.value !== 'node:process' && node.source.value !== 'process') return;
      for (const specifier of node.specifiers) {
        if (specifier.type !== 'ImportSpecifier') continue;
        members.add(specifier.imported.type === 'Identifier' ? specifier.imported.name : '[computed]');
      }
    },
  }).visit(parseSync(path, text).program);
  return [...members].sort();
}
