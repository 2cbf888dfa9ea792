import { Reflector } from '@nestjs/core';

/** Marks a controller or a route that needs no sign-in. Everything else does. */
export const Public = Reflector.createDecorator<undefined, boolean>({ transform: () => true });
