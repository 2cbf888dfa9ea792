import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ListDialect } from '../query/list-dialect.js';
import type { ListGrammar } from '../query/list-grammar.js';
import type { ActionDefinition } from './action-definition.js';
import { ViewRoute } from './view-route.js';

/**
 * A query parameter that is `true` or `false`: it is checked with the other inputs and stands in the document.
 *
 * @public
 */
export interface QueryFlag {
  /** What it does, for the document. */
  readonly description: string;
  /** The routes that take it, each a {@link ViewRoute} or the endpoint of an action; on all others it is an unknown parameter. */
  readonly routes: readonly string[];
  /** Not everybody may set it: the document says that the routes may answer 403. */
  readonly isRestricted?: boolean;
}

/**
 * The flags of a view, by name.
 *
 * @public
 */
export type QueryFlags = Readonly<Record<string, QueryFlag>>;

/** Freezes the flags of a view; what is wrong with them is added to the mistakes. */
export function defineQueryFlags(
  view: string,
  flags: QueryFlags = {},
  actions: readonly ActionDefinition[],
  { fields, extraQueryParams }: ListGrammar,
  { reserved }: ListDialect,
  mistakes: ConfigurationMistake[],
): QueryFlags {
  const routes = new Set<string>([...Object.values(ViewRoute), ...actions.map(({ method }) => method)]);
  const taken = new Set([...reserved, ...extraQueryParams, ...fields.columns.keys(), ...fields.relations.keys()]);
  for (const [name, flag] of Object.entries(flags)) {
    const wrong = (problem: string, remedy: string): void => {
      mistakes.push({ subject: `${view}: "queryFlags"`, problem, remedy });
    };
    if (taken.has(name)) wrong(`has "${name}", which the list itself uses.`, 'Choose another name.');
    for (const route of flag.routes.filter((one) => !routes.has(one))) {
      wrong(`names the route "${route}" for "${name}".`, `Name one of ${[...routes].join(', ')}.`);
    }
  }
  return Object.freeze(
    Object.fromEntries(
      Object.entries(flags).map(([name, flag]) => [
        name,
        Object.freeze({ ...flag, routes: Object.freeze([...flag.routes]) }),
      ]),
    ),
  );
}

/** The names of the flags that a route takes. */
export function flagsOfRoute(flags: QueryFlags, route: string): readonly string[] {
  return Object.keys(flags).filter((name) => flags[name]?.routes.includes(route));
}
