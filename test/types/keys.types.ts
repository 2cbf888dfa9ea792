import { expectTypeOf } from 'expect-type';
import {
  type ColumnDescription,
  type CompositeKey,
  describeView,
  type Key,
  type KeyDefinition,
  RestView,
  View,
  type ViewContext,
} from 'nestjs-restview';

declare class Line {
  orderId: number;
  lineNo: number;
}
declare const context: ViewContext;

// A key is a number, a text, or parts by their properties.
expectTypeOf<Key>().toEqualTypeOf<string | number | CompositeKey>();
expectTypeOf<CompositeKey>().toEqualTypeOf<Readonly<Record<string, string | number>>>();
expectTypeOf<{ readonly orderId: number; readonly lineNo: string }>().toExtend<Key>();
expectTypeOf<{ readonly orderId: Date }>().not.toExtend<Key>();
expectTypeOf<boolean>().not.toExtend<Key>();
expectTypeOf<undefined>().not.toExtend<Key>();

@View('lines', { model: Line, lookup: 'orderId' })
class LineView extends RestView<Line> {
  // A view may say which form its own keys have.
  override getOne(id: { readonly orderId: number; readonly lineNo: number }, ctx: ViewContext) {
    return super.getOne(id, ctx);
  }

  async both() {
    return [await this.handleGetOne({ orderId: 7, lineNo: 2 }, context), await this.handleGetOne('7/2', context)];
  }
}
expectTypeOf<Awaited<ReturnType<LineView['both']>>>().toEqualTypeOf<Line[]>();

const { key } = describeView(LineView).resource!;
expectTypeOf(key).toEqualTypeOf<KeyDefinition | null>();
expectTypeOf<KeyDefinition['columns']>().toEqualTypeOf<readonly ColumnDescription[]>();
expectTypeOf<KeyDefinition['parameters']>().toEqualTypeOf<readonly string[]>();

// @ts-expect-error the name of a property is a text
@View('lines', { model: Line, lookup: 5 })
class WrongLookup extends RestView<Line> {}

export { WrongLookup };
