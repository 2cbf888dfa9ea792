import type { ObjectLiteral } from 'typeorm';

/** A condition as SQL, with parameters whose names no other condition has. */
export interface SqlCondition {
  readonly sql: string;
  readonly parameters: ObjectLiteral;
}

/** A condition that needs no parameters. */
export function plainSql(sql: string): SqlCondition {
  return { sql, parameters: {} };
}

/** Conditions joined by one word; of none at all, what that word makes of nothing: `AND` holds, `OR` does not. */
export function joinSql(word: 'AND' | 'OR', parts: readonly SqlCondition[]): SqlCondition {
  const [only] = parts;
  if (!only) return plainSql(word === 'AND' ? '1 = 1' : '1 = 0');
  if (parts.length === 1) return only;
  return {
    sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
    parameters: Object.fromEntries(parts.flatMap(({ parameters }): [string, unknown][] => Object.entries(parameters))),
  };
}

/** Whatever a condition does not hold for, rows for which it is NULL included. */
export function notSql({ sql, parameters }: SqlCondition): SqlCondition {
  return { sql: `((${sql}) IS NOT TRUE)`, parameters };
}
