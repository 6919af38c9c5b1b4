import type { Trial } from '../../platform/try-program.ts';

/** A foreign program that Taquilla can fetch. */
export interface Tool<Name extends string = string> {
  /** The name of its folder among the tools. */
  readonly name: string;
  /** Its name in messages. */
  readonly title: string;
  /** The programs that it consists of. */
  readonly programs: Readonly<Record<Name, Program>>;
  /** Shared libraries that are needed although no program links them. */
  readonly libraries?: readonly string[];
  readonly debian: {
    readonly packages: readonly string[];
    /** The paths of the programs in the packages. */
    readonly folders: readonly string[];
    /** Shared objects that the programs load at run time, whose libraries are needed as well. */
    readonly loaded?: RegExp;
    /** Environment variables by which the programs find a folder of the packages. */
    readonly variables?: Readonly<Record<string, string>>;
  };
  /** How a person installs the tool. */
  readonly install: { readonly debian: string; readonly fedora: string; readonly macos: string };
}

interface Program {
  /** The names of the program on PATH. */
  readonly names: readonly string[];
  readonly trial: Trial;
}

/** A tool that is installed and runs. */
export interface FoundTool<Name extends string = string> {
  readonly programs: Readonly<Record<Name, string>>;
  /** The path of each of the tool's libraries, by its name. */
  readonly libraries: Readonly<Record<string, string>>;
  /** The variables by which the programs find their own libraries. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder into which the tool was unpacked as if it were `/`; null if it is installed on the system. */
  readonly root: string | null;
}

/** Why a tool cannot be used, one clause for each reason. Empty if it is not installed at all. */
interface UnusableTool {
  readonly problems: readonly string[];
}

export type Search<Name extends string> = { readonly found: FoundTool<Name> } | UnusableTool;
