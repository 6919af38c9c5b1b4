import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { faultsFrom } from '../../contract/field-faults.ts';
import { AppError } from '../../kernel/errors.ts';
import { reasonOfFile } from '../../platform/folder-error.ts';

/**
 * Parses options. It reports all errors together, each with the name of its option and never with its value.
 *
 * @throws invalid `cli.options`
 */
export function parseOptions<Shape extends z.ZodType>(shape: Shape, given: unknown): z.infer<Shape> {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${flagOf(String(issue.path[0]))} ${issue.message}`);
  throw invalidOptions(`${faults.join('; ')}.`);
}

export function invalidOptions(message: string): AppError {
  return new AppError({ code: 'cli.options', message });
}

/** @throws invalid `cli.options` */
export async function readOptionFile(option: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  return await readFile(path, 'utf8').catch((error: unknown) => {
    throw invalidOptions(`${option} names the file ${path}, which cannot be read (${reasonOfFile(error)}).`);
  });
}

/** The sentence for a rule of the API that the value of an option breaks. */
const SAID_OF_RULES: Readonly<Record<string, string>> = {
  blank: 'must not be empty',
  max_length: 'is too long',
  one_line: 'must be one line without control characters',
  characters: 'has characters that cannot be stored',
};

/**
 * An option for a text field of the API. It refuses the same texts as the API.
 *
 * @param error the sentence for any error; by default each rule has its own
 */
export function fieldOption<Shape extends z.ZodType>(shape: Shape, error?: string) {
  return z.string({ error: 'is needed' }).transform((text, ctx): z.output<Shape> => {
    const parsed = shape.safeParse(text, { reportInput: true });
    if (parsed.success) return parsed.data;
    const rules = Object.values(faultsFrom(parsed.error.issues, 'unknown_field')).flat();
    for (const { rule } of rules) {
      ctx.addIssue({ code: 'custom', message: error ?? SAID_OF_RULES[rule] ?? 'is not valid' });
    }
    return z.NEVER;
  });
}

/**
 * An option for a field of the API that is a whole number. `unit` says how many units of the field are one unit
 * of the option.
 */
export function wholeNumberOption(shape: z.ZodType, unit = 1) {
  const { minimum = 0, maximum = 999_999_999 } = z.toJSONSchema(shape);
  return wholeNumber(Math.ceil(Number(minimum) / unit), Math.floor(Number(maximum) / unit));
}

export function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
