import type { Action } from '../../definition/action.js';
import { StartedView } from '../started-view.js';
import type { ViewContext } from '../view-context.js';
import { isSubscribed } from './application-subscribers.js';
import { readsCommitted } from './committed-reads.js';
import { SEAMS } from './plain-writes.js';

/** Whether writes that need no bracket go without one; tests compare both ways by it. */
export const plainWrites = { isOn: true };

type Write = typeof Action.CREATE | typeof Action.UPDATE | typeof Action.DELETE;

/** Whether a write with this context goes without a bracket. */
export function isPlainWrite<Entity extends object>(
  view: StartedView<Entity>,
  action: Write,
  { manager }: ViewContext,
): boolean {
  const { plainWrites: plain, dataSource, model } = StartedView.of(view);
  return (
    plain[action] &&
    plainWrites.isOn &&
    // A manager of somebody's own may be in a transaction, which the write joins.
    manager === dataSource.manager &&
    readsCommitted(dataSource) &&
    !isSubscribed(dataSource, model.metadata) &&
    isAsStarted(view, action)
  );
}

/** Tests put spies on the methods of a view, and those are to be called. */
function isAsStarted<Entity extends object>(view: StartedView<Entity>, action: Write): boolean {
  const { base, afterCommit } = StartedView.of(view).plainWrites;
  for (const seam of SEAMS[action]) {
    if (Reflect.get(view, seam) !== base[seam]) return false;
  }
  return Reflect.get(view, 'afterCommit') === afterCommit;
}
