/**
 * What the benchmark uses of the packages of others, so that it is checked where they are not installed. Their own types
 * are made for other versions of Nest and TypeORM.
 */
declare module '@dataui/crud' {
  export interface CrudOptions {
    readonly model: { readonly type: new () => object };
    readonly dto?: { readonly create?: new () => object; readonly update?: new () => object };
    readonly validation?: object;
    readonly query?: {
      readonly maxLimit?: number;
      readonly join?: Readonly<Record<string, { readonly allow?: readonly string[] }>>;
    };
    readonly routes?: {
      readonly only?: readonly string[];
      readonly deleteOneBase?: { readonly decorators?: readonly MethodDecorator[] };
    };
  }
  export function Crud(options: CrudOptions): ClassDecorator;
}

declare module '@dataui/crud-typeorm' {
  export const TypeOrmCrudService: new <Entity extends object>(
    repository: import('typeorm').Repository<Entity>,
  ) => object;
}

declare module 'nestjs-paginate' {
  export interface PaginateQuery {
    readonly path: string;
  }
  export interface PaginateConfig {
    readonly sortableColumns: readonly string[];
    readonly filterableColumns?: Readonly<Record<string, readonly FilterOperator[]>>;
    readonly relations?: readonly string[];
    readonly maxLimit?: number;
  }
  export enum FilterOperator {
    EQ = '$eq',
    GTE = '$gte',
  }
  export function Paginate(): ParameterDecorator;
  export function paginate<Entity extends object>(
    query: PaginateQuery,
    repository: import('typeorm').Repository<Entity>,
    config: PaginateConfig,
  ): Promise<object>;
}

declare module '@kavo/nest' {
  export interface KavoSchema {
    safeParse(value: unknown): unknown;
  }
  export interface KavoConfig {
    readonly schema?: { readonly input?: { readonly create?: KavoSchema; readonly patch?: KavoSchema } };
    readonly include?: { readonly fields?: readonly string[] };
    readonly pagination?: {
      readonly maxLimit?: number;
      readonly count?: boolean;
      readonly strategy?: 'offset' | 'cursor';
    };
  }
  export function Kavo(entity: new () => object, config: KavoConfig): ClassDecorator;
  export const KavoModule: {
    forRootAsync(options: {
      readonly inject: readonly (new (...args: never[]) => object)[];
      readonly useFactory: (dataSource: import('typeorm').DataSource) => { readonly infrastructure: object };
    }): import('@nestjs/common').DynamicModule;
  };
}

declare module '@kavo/typeorm' {
  export function createInfrastructure(dataSource: import('typeorm').DataSource): object;
}

declare module 'zod' {
  interface Schema {
    safeParse(value: unknown): unknown;
    nullable(): Schema;
    optional(): Schema;
  }
  interface ObjectSchema extends Schema {
    partial(): ObjectSchema;
  }
  interface BoundedSchema extends Schema {
    min(bound: number): BoundedSchema;
    max(bound: number): BoundedSchema;
  }
  export const z: {
    strictObject(properties: Readonly<Record<string, Schema>>): ObjectSchema;
    string(): BoundedSchema;
    email(): Schema;
    int(): BoundedSchema;
    enum(values: readonly string[]): Schema;
  };
}
