import { Problem } from 'nestjs-restview';

/** 401 `unauthorized`: nobody is signed in. */
export class Unauthorized extends Problem {
  constructor(said = 'Sign in first.') {
    super({ status: 401, code: 'unauthorized', title: 'Unauthorized', detail: said }, said);
  }
}
