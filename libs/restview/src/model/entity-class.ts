import { getMetadataArgsStorage } from 'typeorm';

/**
 * A class decorated with TypeORM's `@Entity()`.
 *
 * @public
 */
export type EntityClass<Entity extends object = object> = (abstract new (...args: never[]) => Entity) & {
  readonly name: string;
};

/**
 * Whether a value is a class that TypeORM knows as an entity.
 *
 * @internal
 */
export function isEntityClass(value: unknown): value is EntityClass {
  return typeof value === 'function' && getMetadataArgsStorage().tables.some((table) => table.target === value);
}

/**
 * A class and the classes it extends, the class itself first.
 *
 * @internal
 */
export function inheritanceOf(entity: EntityClass): readonly EntityClass[] {
  const classes: EntityClass[] = [];
  for (let current: unknown = entity; isClass(current) && current !== Function.prototype;) {
    classes.push(current);
    current = Object.getPrototypeOf(current);
  }
  return classes;
}

function isClass(value: unknown): value is EntityClass {
  return typeof value === 'function' && 'prototype' in value && typeof value.prototype === 'object';
}
