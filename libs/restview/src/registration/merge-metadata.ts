import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
} from '@nestjs/common/constants.js';
import { DECORATORS } from '@nestjs/swagger';
import type { MethodMetadata } from './nest-metadata.js';

/** Lists that add up from class to class, so that an override cannot lose a guard. */
const ADDING_UP: ReadonlySet<unknown> = new Set([
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
  EXCEPTION_FILTERS_METADATA,
  DECORATORS.API_EXTRA_MODELS,
]);

/**
 * What is told of one method on several levels (generated, by a base, by an override) as one; later levels win.
 *
 * Guards, interceptors, pipes and filters add up, as Nest's own do from class to class. Answers and parameters of the
 * document are merged one by one. Of everything else the last word counts.
 */
export function mergeMetadata(levels: readonly MethodMetadata[]): MethodMetadata {
  const merged = new Map<unknown, unknown>();
  for (const level of levels) {
    for (const [key, value] of level) merged.set(key, merged.has(key) ? merge(key, merged.get(key), value) : value);
  }
  return merged;
}

function merge(key: unknown, lower: unknown, upper: unknown): unknown {
  if (isList(lower) && isList(upper)) {
    if (ADDING_UP.has(key)) return [...new Set([...lower, ...upper])];
    if (key === DECORATORS.API_PARAMETERS) return uniteParameters(lower, upper);
  }
  if (isRecord(lower) && isRecord(upper)) {
    if (key === DECORATORS.API_OPERATION) return { ...lower, ...withoutBlankSummary(upper) };
    if (key === DECORATORS.API_RESPONSE || key === DECORATORS.API_EXTENSION) return { ...lower, ...upper };
  }
  return upper;
}

/** `@ApiOperation` says an empty summary where none is given. */
function withoutBlankSummary({ summary, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return summary === '' || summary === undefined ? rest : { summary, ...rest };
}

function uniteParameters(lower: readonly unknown[], upper: readonly unknown[]): readonly unknown[] {
  const said = new Set(upper.map(placeOf));
  return [...lower.filter((parameter) => !said.has(placeOf(parameter))), ...upper];
}

/** A document has one body, and one parameter of a name in each place. */
function placeOf(parameter: unknown): string {
  if (!isRecord(parameter)) return '';
  return parameter.in === 'body' ? 'body' : `${String(parameter.in)} ${String(parameter.name)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
