import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { isPlainLine } from '../../kernel/log/plain-text.ts';
import { reasonOfFile } from '../../platform/folder-error.ts';

/**
 * Options as typed → what they mean; all faults at once, each with its option and never with its value.
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
  return new AppError({ kind: 'invalid', code: 'cli.options', message });
}

/** @throws invalid `cli.options` */
export async function readOptionFile(option: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  return await readFile(path, 'utf8').catch((error: unknown) => {
    throw invalidOptions(`${option} names the file ${path}, which cannot be read (${reasonOfFile(error)}).`);
  });
}

/** A name or a title: one line that a terminal shows as it is. */
export function lineOption(most: number) {
  return z
    .string({ error: 'is needed' })
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(most, { error: 'is too long' })
    .refine(isPlainLine, { error: 'must be one line without control characters' });
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
