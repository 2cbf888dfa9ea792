import { describeView, Field, Nested, ReadOnly, RestView, View } from 'nestjs-restview';
import { describeModel } from '../../../libs/restview/src/model/describe-model.js';
import { describeSchema } from '../../../libs/restview/src/schema/describe-schema.js';
import { optionalPaths, type ResponseRelation, relationTree } from '../../../libs/restview/src/schema/relation-tree.js';
import { Category, OrderLine, Product, PurchaseOrder } from '../../fixtures/loading-world.js';

class ProductRead {
  @ReadOnly() readonly id!: number;
  @Field() name!: string;
}

class LineRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => ProductRead, { include: 'optional' }) readonly product?: ProductRead | null;
}

class OrderRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [LineRead]) readonly lines!: LineRead[];
}

class CategoryRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => CategoryRead) readonly parent!: CategoryRead | null;
  @ReadOnly() @Nested(() => [CategoryRead], { include: 'optional' }) readonly children?: CategoryRead[];
}

/** A ring of two schemas. */
class RingLineRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => RingOrderRead) readonly order!: object;
}

class RingOrderRead {
  @ReadOnly() readonly id!: number;
  @ReadOnly() @Nested(() => [RingLineRead]) readonly lines!: RingLineRead[];
}

const pathsOf = (relations: readonly ResponseRelation[]): string[] =>
  relations.flatMap(({ path, nested }) => [path, ...pathsOf(nested)]);

function treeOf(schema: new () => object, model: new () => object, depth: number) {
  const { relations, ended, ...rest } = relationTree(describeSchema(schema, describeModel(model)).description, depth);
  return {
    paths: pathsOf(relations),
    ended: [...new Set(ended.map(({ description, field }) => `${description.name}.${field.property}`))],
    optional: optionalPaths(relations),
    ...rest,
  };
}

describe('the relations of a response', () => {
  it('are those that the schemas name, level by level', () => {
    expect(treeOf(OrderRead, PurchaseOrder, 4)).toEqual({
      paths: ['lines', 'lines.product'],
      ended: [],
      optional: ['lines.product'],
      tooDeep: [],
      isTooWide: false,
    });
  });

  it('follow a schema that nests itself to the depth of an answer', () => {
    expect(treeOf(CategoryRead, Category, 2)).toEqual({
      paths: ['parent', 'parent.parent', 'parent.children', 'children', 'children.parent', 'children.children'],
      ended: ['CategoryRead.parent', 'CategoryRead.children'],
      optional: ['parent.children', 'children', 'children.children'],
      tooDeep: [],
      isTooWide: false,
    });
  });

  it('follow a ring of schemas in the same way', () => {
    expect(treeOf(RingLineRead, OrderLine, 3)).toMatchObject({
      paths: ['order', 'order.lines', 'order.lines.order'],
      ended: ['RingOrderRead.lines'],
      tooDeep: [],
    });
  });

  it('end before what no circle leads to, and say so', () => {
    expect(treeOf(OrderRead, PurchaseOrder, 1)).toMatchObject({
      paths: ['lines'],
      ended: [],
      tooDeep: ['lines.product'],
    });
  });

  it('do not multiply without end', () => {
    expect(treeOf(CategoryRead, Category, 40)).toMatchObject({ isTooWide: true });
  });
});

describe('a schema that no answer can show', () => {
  @View('deep', { model: PurchaseOrder, schema: OrderRead, limits: { maxRelationDepth: 1 } })
  class DeepView extends RestView<PurchaseOrder, OrderRead> {}

  @View('wide', { model: Category, schema: CategoryRead, limits: { maxRelationDepth: 40 } })
  class WideView extends RestView<Category, CategoryRead> {}

  @View('fine', { model: Product, schema: ProductRead, limits: { maxRelationDepth: 0 } })
  class FineView extends RestView<Product, ProductRead> {}

  it('is a mistake that names the option', () => {
    expect(() => describeView(DeepView)).toThrow(
      'DeepView: "schema": nests relations deeper than the 1 levels of an answer: "lines.product" would never be shown. Leave the field out, or raise the option limits.maxRelationDepth.',
    );
    expect(() => describeView(WideView)).toThrow(
      'WideView: "schema": leads in circles, so that an answer would have more than 1000 relations. Nest smaller schemas, or lower the option limits.maxRelationDepth.',
    );
    expect(() => describeView(FineView)).not.toThrow();
  });
});
