/**
 * A class that may become a view; also the type of the class that a mixin extends.
 *
 * @example
 * function SoftDeletes<Base extends ViewClass<RestView<Row>>>(base: Base) {
 *   abstract class SoftDeletingView extends base {
 *     override async deleteObject(row: Row, context: WriteContext) {}
 *   }
 *   return SoftDeletingView;
 * }
 *
 * @public
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript asks for it of the class that a mixin extends
export type ViewClass<View extends object = object> = (abstract new (...args: any[]) => View) & {
  readonly name: string;
  readonly prototype: View;
};
