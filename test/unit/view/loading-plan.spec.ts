import { IdRef, Nested, ReadOnly } from 'nestjs-restview';
import { DataSource } from 'typeorm';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import { relationTree } from '../../../libs/restview/src/schema/relation-tree.js';
import {
  compileLoading,
  includingOnly,
  type LoadingPlan,
  withExtraPaths,
} from '../../../libs/restview/src/view/loading/loading-plan.js';
import { LoadingPlans } from '../../../libs/restview/src/view/loading/loading-plans.js';
import { Customer, Maker, PurchaseOrder, Tag, WORLD } from '../../fixtures/loading-world.js';

class MakerRead {
  @ReadOnly() readonly id!: number;
}

class ProductRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => MakerRead) readonly maker!: MakerRead | null;
}

class LineRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => ProductRead, { include: 'optional' }) readonly product?: ProductRead | null;
}

class OrderRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @IdRef(() => Customer) readonly customer!: number | null;
  @ReadOnly() @IdRef(() => Maker) readonly carrier!: number | null;
  @ReadOnly() @IdRef(() => Maker, { by: 'slug' }) readonly agent!: string | null;
  @ReadOnly() @IdRef(() => Tag, { by: 'slug' }) readonly tags!: string[];
  @ReadOnly() @Nested(() => [LineRead]) readonly lines!: LineRead[];
}

/** A plan in one line: `*` a statement of its own, `#` by the foreign key, `?` optional, `+` wanted by the view. */
function drawn(plan: LoadingPlan): string {
  return plan
    .map(({ property, isToMany, isInForeignKey, includedBy, isExtra, columns, nested }) => {
      const signs = [isToMany ? '*' : '', isInForeignKey ? '#' : '', includedBy ? '?' : '', isExtra ? '+' : ''].join(
        '',
      );
      const read = columns && !isInForeignKey ? `[${columns.join()}]` : '';
      return `${property}${signs}${read}${nested.length > 0 ? `(${drawn(nested)})` : ''}`;
    })
    .join(' ');
}

describe('a loading plan', () => {
  let dataSource: DataSource;
  let all: LoadingPlan;
  const metadata = () => dataSource.getMetadata(PurchaseOrder);

  beforeAll(async () => {
    dataSource = new DataSource({ type: 'better-sqlite3', database: ':memory:', entities: WORLD });
    await dataSource.initialize();
    const { description } = describeSchema(OrderRead, describeModel(PurchaseOrder));
    all = compileLoading(relationTree(description, 4).relations, metadata());
  });
  afterAll(() => dataSource.destroy());

  it('reads keys for references, and no join where the foreign key tells all', () => {
    // A customer can be soft-deleted, and an agent is named by another column.
    expect(drawn(all)).toBe('customer[id] carrier# agent[id,slug] tags*[id,slug] lines*(product?(maker))');
  });

  it('has optional relations only where they are named', () => {
    expect(drawn(includingOnly(all, new Set()))).toMatch(/ lines\*$/);
    expect(drawn(includingOnly(all, new Set(['lines.product'])))).toMatch(/ lines\*\(product\?\(maker\)\)$/);
  });

  it('takes relations in that the view wants besides', () => {
    const wider = withExtraPaths(includingOnly(all, new Set()), ['carrier', 'lines.product', 'notes'], metadata(), 'V');
    expect(drawn(wider)).toBe('customer[id] carrier+ agent[id,slug] tags*[id,slug] lines*+(product+) notes*+');
  });

  it('refuses a path that leads nowhere', () => {
    expect(() => withExtraPaths(all, ['lines.prodct'], metadata(), 'OrderView')).toThrow(
      'OrderView: getRelationshipLoaderOptions: names "lines.prodct", and OrderLine has no relation "prodct". Its relations are order, product, notes.',
    );
  });

  it('is made once for what is asked, and not kept for ever', () => {
    const plans = new LoadingPlans(all, metadata(), 'V');
    const first = plans.planOf(['lines.product'], ['notes']);
    expect(plans.planOf(['lines.product'], ['notes'])).toBe(first);
    expect(plans.planOf([], ['notes'])).not.toBe(first);
    for (let number = 0; number < 100; number += 1) plans.planOf([String(number)], []);
    expect(plans.planOf(['lines.product'], ['notes'])).not.toBe(first);
  });
});
