import type { ActionDefinition } from '../definition/action-definition.js';
import type { ResourceDefinition } from '../definition/view-definition.js';
import type { ColumnDescription } from '../model/model-description.js';
import { compileInputReader } from '../schema/input/read-input.js';
import { compileSerializer } from '../schema/serializer.js';
import type { BoundAction, BoundActions } from '../view/actions/bound-action.js';

/** Compiles what requests need of the custom actions of a view. */
export function bindActions(
  { actions, list }: ResourceDefinition,
  narrow: (column: ColumnDescription) => ColumnDescription,
): BoundActions {
  return new Map(
    actions.map((action) => [action.method, bindAction(action, list.limits.maxRelationDepth, narrow)] as const),
  );
}

function bindAction(
  definition: ActionDefinition,
  maxRelationDepth: number,
  narrow: (column: ColumnDescription) => ColumnDescription,
): BoundAction {
  const { body, response } = definition;
  return Object.freeze({
    definition,
    ...(body && { readBody: compileInputReader(body.schema, body.description, 'create', { narrow }) }),
    ...(response && !response.isOfView && { serialize: compileSerializer(response.description, maxRelationDepth) }),
  });
}
