import type { SelectQueryBuilder } from 'typeorm';
import type { ViewClass } from '../definition/view-class.js';
import type { ViewDefinition } from '../definition/view-definition.js';
import type { ConfigurationMistake } from '../errors/configuration-error.js';
import { Forbidden } from '../errors/problems.js';
import type { RestviewCaller } from '../view/caller.js';
import { StartedView } from '../view/started-view.js';
import type { ViewContext, WriteContext } from '../view/view-context.js';
import type { AnyView } from './any-view.js';
import { columnMistakes } from './column-mistakes.js';
import { type Tenant, tenantReader } from './tenant-value.js';

/**
 * What {@link TenantScoped} needs to know.
 *
 * @public
 */
export interface TenantScopedOptions {
  /** The column that says whose a row is. */
  readonly property: string;
  /**
   * The tenant of a caller; nothing for a caller who belongs to none, and so sees and writes nothing. It is read as the
   * column has it: `'7'` is 7, and what the column cannot have is no tenant.
   */
  readonly tenant: (caller: RestviewCaller) => string | number | null | undefined;
  /** Clients may name the tenant in a body: one of their own, or any where they see all. Default: `false`. */
  readonly writable?: boolean;
}

/**
 * What {@link TenantScoped} adds to a view.
 *
 * @public
 */
export interface TenantScopedMethods {
  /** Whether the caller is bound to no tenant: sees the rows of all, and writes for any. Default: nobody. */
  seesAllTenants(context: ViewContext): boolean;
}

/**
 * A view of the rows of the caller's tenant: others are 404, and new rows are the tenant's.
 *
 * @example
 * @View('tasks', { model: Task, schema: TaskRead })
 * export class TaskView extends TenantScoped(RestView<Task, TaskRead>, {
 *   property: 'tenantId',
 *   tenant: (caller) => caller.tenantId,
 * }) {
 *   override seesAllTenants(context: ViewContext) {
 *     return context.caller.admin;
 *   }
 * }
 *
 * @public
 */
export function TenantScoped<Base extends ViewClass<AnyView>>(
  base: Base,
  options: TenantScopedOptions,
): Base & ViewClass<TenantScopedMethods> {
  const { property, tenant: tenantOf, writable = false } = options;
  const parameter = `restview_tenant_${property}`;
  const readers = new WeakMap<object, (tenant: Tenant) => unknown>();

  function tenantFor(view: AnyView, { caller }: ViewContext): unknown {
    const { model } = StartedView.of(view);
    const read = readers.get(model) ?? tenantReader(model, property);
    readers.set(model, read);
    return read(tenantOf(caller));
  }

  abstract class TenantScopedView extends base implements TenantScopedMethods {
    override buildQuery(context: ViewContext): SelectQueryBuilder<object> {
      const rows = super.buildQuery(context);
      if (this.seesAllTenants(context)) return rows;
      const tenant = tenantFor(this, context);
      if (tenant === null) return rows.andWhere('1 = 0');
      const { model, dataSource } = StartedView.of(this);
      const column = model.columnOf(property);
      const stored: unknown = column ? dataSource.driver.preparePersistentValue(tenant, column) : tenant;
      return rows.andWhere(`${rows.alias}.${property} = :${parameter}`, { [parameter]: stored });
    }

    override async stampObject(entity: object, isNew: boolean, context: WriteContext): Promise<void> {
      await super.stampObject(entity, isNew, context);
      const tenant = tenantFor(this, context);
      if (tenant === null && !this.seesAllTenants(context)) throw new Forbidden('You belong to no tenant.');
      if (isNew && tenant !== null && !isSet(this, entity, property)) Reflect.set(entity, property, tenant);
    }

    seesAllTenants(_context: ViewContext): boolean {
      return false;
    }

    override checkDefinition(definition: ViewDefinition): readonly ConfigurationMistake[] {
      const remedy = writable ? undefined : 'Mark the field @ReadOnly(), or give the mixin "writable: true".';
      const option = { mixin: 'TenantScoped', option: 'property', property, remedy };
      return [...super.checkDefinition(definition), ...columnMistakes(definition, option)];
    }
  }
  return TenantScopedView;
}

/** Also by the relation that the column is the foreign key of. */
function isSet(view: AnyView, entity: object, property: string): boolean {
  const value: unknown = StartedView.of(view).model.columnOf(property)?.getEntityValue(entity);
  return value !== undefined && value !== null;
}
