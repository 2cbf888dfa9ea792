import type { EntityMetadata } from '../../model/type-orm-metadata.js';
import { includingOnly, type LoadingPlan, withExtraPaths } from './loading-plan.js';

/** Plans that are kept; what clients include comes in a handful of combinations. */
const MOST_PLANS = 100;

/** The loading plans of one view: one for each set of relations that clients include and the view adds. */
export class LoadingPlans {
  private readonly known = new Map<string, LoadingPlan>();

  constructor(
    private readonly all: LoadingPlan,
    private readonly metadata: EntityMetadata,
    private readonly viewName: string,
  ) {}

  /** Whether no answer has a relation, whatever clients include; what the view adds does not count. */
  get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /**
   * What is loaded for an answer.
   *
   * @param included - the public paths of the optional relations that the client named.
   * @param extra - relation paths of the entity that the view wants besides.
   * @throws {@link ConfigurationError} when one of those leads nowhere.
   */
  planOf(included: readonly string[], extra: readonly string[]): LoadingPlan {
    const name = `${included.join()};${extra.join()}`;
    const known = this.known.get(name);
    if (known) return known;
    const plan = withExtraPaths(includingOnly(this.all, new Set(included)), extra, this.metadata, this.viewName);
    const [oldest] = this.known.keys();
    if (this.known.size >= MOST_PLANS && oldest !== undefined) this.known.delete(oldest);
    this.known.set(name, plan);
    return plan;
  }
}
