import type { Trial } from '../../platform/try-program.ts';

/** A foreign program that Taquilla can bring along: one value a program. */
export interface Tool<Name extends string = string> {
  /** The name of its folder among the tools. */
  readonly name: string;
  /** As people call it. */
  readonly title: string;
  /** What must be found. */
  readonly programs: Readonly<Record<Name, Program>>;
  /** Shared libraries that no program links and that must be there all the same. */
  readonly libraries?: readonly string[];
  readonly debian: {
    readonly packages: readonly string[];
    /** Where the packages put the programs. */
    readonly folders: readonly string[];
    /** Shared objects that the programs load by themselves, whose libraries are needed as well. */
    readonly loaded?: RegExp;
    /** Variables that name a folder of the packages to the programs. */
    readonly variables?: Readonly<Record<string, string>>;
  };
  /** How a person installs it. */
  readonly install: { readonly debian: string; readonly fedora: string; readonly macos: string };
}

interface Program {
  /** The names it goes by on PATH. */
  readonly names: readonly string[];
  readonly trial: Trial;
}

/** A tool that is there and runs. */
export interface FoundTool<Name extends string = string> {
  readonly programs: Readonly<Record<Name, string>>;
  /** The path of each of the tool's libraries, by its name. */
  readonly libraries: Readonly<Record<string, string>>;
  /** What the programs need in their environment to find the libraries that came with them. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder into which the tool was unpacked as if it were `/`; null: installed on the system. */
  readonly root: string | null;
}

/** Why a tool cannot be used, one clause each; empty where it is not installed at all. */
interface UnusableTool {
  readonly problems: readonly string[];
}

export type Search<Name extends string> = { readonly found: FoundTool<Name> } | UnusableTool;
