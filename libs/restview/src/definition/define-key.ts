import type { ConfigurationMistake } from '../errors/configuration-error.js';
import type { ColumnDescription, ModelDescription } from '../model/model-description.js';
import { hasRoute } from './generated-routes.js';
import type { ViewClass } from './view-class.js';
import type { IdType, ViewOptions } from './view-options.js';
import { ViewRoute } from './view-route.js';

const ID_TYPES: readonly IdType[] = ['integer', 'bigint', 'uuid', 'string'];

/** Whether a path can carry a key of this kind. */
export function isIdType(kind: string): kind is IdType {
  return ID_TYPES.some((type) => type === kind);
}

/** The column that a key in a path is compared with, read as `idType` says; `null` where no route can have one. */
export function defineKey(
  view: ViewClass,
  model: ModelDescription,
  options: ViewOptions,
  mistakes: ConfigurationMistake[],
): ColumnDescription | null {
  const itemRoutes = [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE].filter((route) =>
    hasRoute(options, route),
  );
  const [column, ...more] = model.primaryKey;
  if (!column || more.length > 0) {
    if (itemRoutes.length > 0) {
      mistakes.push({
        subject: `${view.name}: "model"`,
        problem: `${model.name} has ${column ? 'a primary key of several columns' : 'no primary key'}, and ${itemRoutes.join(', ')} find a row by one.`,
        remedy: `Exclude these routes: excludeRoutes: [ViewRoute.GET_ONE, ViewRoute.UPDATE, ViewRoute.DELETE].`,
      });
    }
    return null;
  }
  const kind = options.idType ?? column.kind;
  if (!isIdType(kind)) {
    if (itemRoutes.length > 0) {
      mistakes.push({
        subject: `${view.name}: "idType"`,
        problem: `the key ${model.name}.${column.path.join('.')} is of kind "${kind}", which a path cannot carry.`,
        remedy: `Set idType to one of ${ID_TYPES.join(', ')}, or exclude the routes with an id.`,
      });
    }
    return null;
  }
  return kind === column.kind ? column : Object.freeze({ ...column, kind });
}
