import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DECORATORS } from '@nestjs/swagger';
import type { ViewClass } from '../definition/view-class.js';
import type { SchemaClass } from '../schema/schema-class.js';
import { declaredMetadata } from './own-method.js';

const BODY: number = RouteParamtypes.BODY;

/** The class of the body of a route that a developer wrote: that of `@ApiBody({ type })`, else that of its `@Body()`. */
export function bodyClassOf(view: ViewClass, method: string): SchemaClass | undefined {
  const told: unknown = declaredMetadata(view, method).get(DECORATORS.API_PARAMETERS);
  const said: unknown = Array.isArray(told) ? told.find((one: unknown) => memberOf(one, 'in') === 'body') : undefined;
  const type: unknown = memberOf(said, 'type') ?? typeOfBody(view, method);
  return isClass(type) ? type : undefined;
}

function typeOfBody(view: ViewClass, method: string): unknown {
  const places: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, view, method);
  const types: unknown = Reflect.getMetadata(PARAMTYPES_METADATA, view.prototype, method);
  const body = Object.entries(places ?? {}).find(
    ([place, parameter]) => Number.parseInt(place, 10) === BODY && memberOf(parameter, 'data') === undefined,
  );
  const index: unknown = memberOf(body?.[1], 'index');
  return Array.isArray(types) && typeof index === 'number' ? (types[index] as unknown) : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

const PLAIN: readonly unknown[] = [Object, String, Number, Boolean, Array];

function isClass(type: unknown): type is SchemaClass {
  return typeof type === 'function' && !PLAIN.includes(type);
}
