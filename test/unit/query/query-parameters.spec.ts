import { queryParametersOf } from '../../../libs/restview/src/query/query-parameters.js';

/** The reader of the standard, by which every text is to be read. */
function byTheStandard(text: string): readonly (readonly [string, readonly string[]])[] {
  const sent = new URLSearchParams(text);
  return [...new Set(sent.keys())].map((name) => [name, sent.getAll(name)]);
}

describe('the query of a URL', () => {
  it.each([
    ...['', 'a', 'a=1', 'a=1&b=2', 'a=1&b=2&a=3', 'a=', '=a', '=', '&', '&&a=1&&', 'a=b=c', 'sort=-id,name&q=x'],
    ...['?a=1', '?', 'a?=1?', 'a=1+2', 'a+b=1', 'a=%31', '%61=1', 'a=%', 'a=%zz', 'a=%C3%A4', 'a=%ff', 'a=ä', 'ä=1'],
    ...['a=\ud800', 'a=🦊', 'a=1;b=2', 'a=(b)&or=a=1,b=2', "a='b'", 'a="b"', 'a=b c', 'a=\t', 'a=\u0000', 'a=\u007f'],
    ...['__proto__=1', 'constructor=1&toString=2', '1=1&0=0'],
  ])('is read as the standard has it: %j', (text) => {
    expect([...queryParametersOf(`/users?${text}`)]).toEqual(byTheStandard(text));
  });

  it('ends where the fragment starts, and is empty where there is none', () => {
    expect([...queryParametersOf('/users?a=1#b=2')]).toEqual([['a', ['1']]]);
    expect([...queryParametersOf('/users')]).toEqual([]);
  });
});
