/**
 * The one internal module of class-transformer that we read, the same that `@nestjs/mapped-types` reads: the package
 * publishes its decorators, and not what they say.
 */
declare module 'class-transformer/cjs/storage.js' {
  import type {
    ExcludeMetadata,
    ExposeMetadata,
    TransformMetadata,
    TransformationType,
    TypeMetadata,
  } from 'class-transformer';

  /** By class, then by property; `undefined` is the class itself. */
  type ByProperty<Metadata> = ReadonlyMap<unknown, ReadonlyMap<string | undefined, Metadata>>;

  export const defaultMetadataStorage: {
    readonly _typeMetadatas: ByProperty<TypeMetadata>;
    readonly _transformMetadatas: ByProperty<readonly TransformMetadata[]>;
    readonly _exposeMetadatas: ByProperty<ExposeMetadata>;
    readonly _excludeMetadatas: ByProperty<ExcludeMetadata>;
    addTypeMetadata(metadata: TypeMetadata): void;
    findTypeMetadata(target: unknown, property: string): TypeMetadata | undefined;
    findExposeMetadata(target: unknown, property: string): ExposeMetadata | undefined;
    findExcludeMetadata(target: unknown, property: string): ExcludeMetadata | undefined;
    findTransformMetadatas(target: unknown, property: string, type: TransformationType): TransformMetadata[];
    getStrategy(target: unknown): 'excludeAll' | 'exposeAll' | 'none';
  };
}
