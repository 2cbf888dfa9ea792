import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { DeclaredAction } from './define-actions.js';
import { defineResource } from './define-resource.js';
import { resourceNamesOf } from './resource-names.js';
import type { ViewClass } from './view-class.js';
import { controllerOptionsOf, type ViewPath } from './view-path.js';
import type { ViewDefinition } from './view-definition.js';
import type { ViewOptions } from './view-options.js';

/** What a view class is decorated with, and what it inherits. */
export interface ViewDeclaration {
  readonly view: ViewClass;
  readonly path: ViewPath;
  /** The view's own options over those it inherits. */
  readonly options: ViewOptions;
  /** The view extends `RestView`, so it serves a model. */
  readonly isResource: boolean;
  /** The custom actions of the class and those that it extends. */
  readonly actions: readonly DeclaredAction[];
}

/** A definition that still lacks its routes, and what is wrong with it. */
export interface DraftedView {
  readonly draft: Omit<ViewDefinition, 'routes'>;
  readonly mistakes: readonly ConfigurationMistake[];
}

const BARE_OPTIONS = new Set(['tags', 'names', 'security', 'problemCodes', 'responses', 'excludeRoutes']);
const RESOURCE_OPTIONS = new Set([
  ...BARE_OPTIONS,
  ...['model', 'schema', 'schemaCreate', 'schemaUpdate', 'idType', 'lookup', 'routes', 'titleField'],
  ...['includePaginationMetadata', 'dialect', 'defaultPageSize', 'maxPageSize', 'pageKinds', 'filterable', 'sortable'],
  ...['searchFields', 'defaultSort', 'defaultFilter', 'limits', 'extraQueryParams', 'queryFlags'],
]);

/**
 * Turns what a developer writes into what the framework reads.
 *
 * Runs while the class is decorated and never throws: mistakes are kept and reported together at the start.
 */
export function defineView({ view, path, options, isResource, actions }: ViewDeclaration): DraftedView {
  const mistakes = optionMistakes(view, options, isResource);
  const paths = pathsOf(path);
  const resource = isResource ? defineResource(view, paths, options, actions, mistakes) : undefined;
  return {
    draft: {
      name: view.name,
      paths,
      names: resourceNamesOf(view.name, paths[0] ?? '', options.names),
      security: securityOf(options.security),
      problemCodes: Object.freeze([...(options.problemCodes ?? [])]),
      tags: Object.freeze(options.tags ?? [titleOf(paths[0] ?? '') || view.name]),
      responses: frozenResponses(options.responses),
      ...(resource && { resource }),
    },
    mistakes,
  };
}

function optionMistakes(view: ViewClass, options: ViewOptions, isResource: boolean): ConfigurationMistake[] {
  const known = isResource ? RESOURCE_OPTIONS : BARE_OPTIONS;
  return Object.entries(options).flatMap(([option, value]: [string, unknown]) => {
    const subject = `${view.name}: "${option}"`;
    if (!known.has(option)) {
      return {
        subject,
        problem: isResource ? 'is not an option of a view.' : 'is an option of views that extend RestView only.',
        remedy: `Remove it; the options here are ${[...known].join(', ')}.`,
      };
    }
    // An undefined schema must not fall back to one with every column.
    if (value !== undefined || option === 'model') return [];
    return {
      subject,
      problem: 'is undefined.',
      remedy: 'Leave it out; or, if it names a class, see that the files do not import each other in a ring.',
    };
  });
}

function pathsOf(path: ViewPath): readonly string[] {
  const declared = controllerOptionsOf(path).path ?? '';
  return Object.freeze([declared].flat().map((one) => one.replace(/^\/+|\/+$/g, '')));
}

/** `api/order-items` → `Order Items`. */
function titleOf(path: string): string {
  const named = path.split('/').filter((segment) => segment !== '' && !segment.startsWith(':'));
  return (named.at(-1) ?? '')
    .split(/[-_]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

function securityOf(said: ViewOptions['security'] = []): ViewDefinition['security'] {
  const schemes = typeof said === 'string' ? [said] : said;
  return Object.freeze(
    schemes.map((one) => {
      const requirement = Object.entries(typeof one === 'string' ? { [one]: [] } : one);
      return Object.freeze(Object.fromEntries(requirement.map(([name, scopes]) => [name, Object.freeze([...scopes])])));
    }),
  );
}

function frozenResponses(responses: ViewOptions['responses'] = {}): ViewDefinition['responses'] {
  return Object.freeze(
    Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, Object.freeze({ ...response })])),
  );
}
