import type { ActionDefinition } from './action-definition.js';

/** What the endpoint of an action takes before the context, in order. */
export function actionInputs({ kind, body }: Pick<ActionDefinition, 'kind' | 'body'>): readonly ('id' | 'body')[] {
  return [...(kind === 'instance' ? (['id'] as const) : []), ...(body ? (['body'] as const) : [])];
}
