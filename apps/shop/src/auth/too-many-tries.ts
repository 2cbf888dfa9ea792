import { Problem } from 'nestjs-restview';

/** 429 `too_many_tries`: too many wrong passwords. */
export class TooManyTries extends Problem {
  constructor(seconds: number) {
    const kind = { status: 429, code: 'too_many_tries', title: 'Too many tries', detail: 'Try again later.' };
    super(kind, `Too many tries. Try again in ${seconds} seconds.`, { headers: { 'Retry-After': String(seconds) } });
  }
}
