import type { z } from 'zod';
import type { Database } from '../../../backend/database.ts';
import { type EndpointSettings, listEndpoints } from '../../../backend/outbound/endpoint-records.ts';
import { faultsFrom } from '../../../contract/field-faults.ts';
import { endpointPatchBody, newEndpointBody, replayBody } from '../../../contract/outbound.ts';
import { AppError } from '../../../kernel/errors.ts';
import { faultSentence } from '../../options/field-faults.ts';
import { invalidOptions } from '../../options/options.ts';

/** The filters of an endpoint as options; false (`--no-kind`): everything passes. */
export interface Filters {
  readonly kind?: string | false;
  readonly organizer?: string | false;
  readonly event?: string | false;
}

const FLAGS = {
  name: 'The name',
  url: '--url',
  kinds: '--kind',
  organizer_ids: '--organizer',
  event_ids: '--event',
  state: '--state',
  deliveries: '--delivery',
  from: '--from',
  until: '--until',
};

/** @throws invalid `cli.options` */
export function newSettingsFrom(
  given: Filters & { readonly name: string; readonly url: string },
): EndpointSettings {
  return parseBody(newEndpointBody, { name: given.name, url: given.url, ...filtersFrom(given) });
}

type Changes = Partial<EndpointSettings> & { readonly state?: 'active' | 'paused' };

/** @throws invalid `cli.options` */
export function changesFrom(
  given: Filters & { readonly rename?: string; readonly url?: string; readonly state?: string },
): Changes {
  const { rename, url, state } = given;
  const body = {
    ...(rename === undefined ? {} : { name: rename }),
    ...(url === undefined ? {} : { url }),
    ...(state === undefined ? {} : { state }),
    ...filtersFrom(given),
  };
  if (Object.keys(body).length === 0) throw invalidOptions('Name at least one option to change.');
  const {
    name: newName,
    url: newUrl,
    kinds,
    organizer_ids,
    event_ids,
    state: newState,
  } = parseBody(endpointPatchBody, body);
  return {
    ...(newName === undefined ? {} : { name: newName }),
    ...(newUrl === undefined ? {} : { url: newUrl }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(organizer_ids === undefined ? {} : { organizer_ids }),
    ...(event_ids === undefined ? {} : { event_ids }),
    ...(newState === undefined ? {} : { state: newState }),
  };
}

/** @throws invalid `cli.options` */
export function replayFrom(given: {
  readonly delivery?: string;
  readonly from?: string;
  readonly until?: string;
}): z.output<typeof replayBody> {
  const { delivery, from, until } = given;
  if ((delivery === undefined) === (from === undefined)) throw invalidOptions('Give --delivery, or --from.');
  return parseBody(replayBody, {
    ...(delivery === undefined ? {} : { deliveries: partsOf(delivery) }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
  });
}

/**
 * The id of the endpoint that an argument names: by its name, its id, or the beginning of its id.
 *
 * @throws missing `outbound.none`; invalid `cli.ambiguous`
 */
export async function requireEndpointId(db: Database, text: string): Promise<string> {
  const endpoints = await listEndpoints(db, ENOUGH, 0);
  const called = endpoints.filter(({ name }) => name === text);
  const found = called.length > 0 ? called : endpoints.filter(({ id }) => startsLike(id, text));
  const [first, ...others] = found;
  if (first === undefined) {
    throw new AppError({
      code: 'outbound.none',
      message: `There is no endpoint "${text}" for outbound events.`,
    });
  }
  if (others.length === 0) return first.id;
  throw new AppError({
    code: 'cli.ambiguous',
    message: `"${text}" names several endpoints: ${found.map(({ id }) => id).join(', ')}. Give more characters of the id.`,
  });
}

/** More endpoints than an installation has. */
const ENOUGH = 10_000;
const SHORTEST = 4;

function startsLike(id: string, text: string): boolean {
  return text.length >= SHORTEST && id.startsWith(text.toLowerCase());
}

function filtersFrom({ kind, organizer, event }: Filters): Record<string, readonly string[]> {
  return {
    ...(kind === undefined ? {} : { kinds: partsOf(kind) }),
    ...(organizer === undefined ? {} : { organizer_ids: partsOf(organizer) }),
    ...(event === undefined ? {} : { event_ids: partsOf(event) }),
  };
}

function partsOf(text: string | false): readonly string[] {
  return text === false ? [] : text.split(',').map((part) => part.trim());
}

function parseBody<Shape extends z.ZodType>(shape: Shape, body: object): z.output<Shape> {
  const parsed = shape.safeParse(body, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidOptions(faultSentence(faultsFrom(parsed.error.issues, 'unknown_field'), FLAGS));
}
