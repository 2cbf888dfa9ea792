import { searchWords } from '../../../libs/restview/src/query/search-words.js';
import { splitValues } from '../../../libs/restview/src/query/split-values.js';

describe('splitValues', () => {
  it.each([
    ['', ['']],
    ['a', ['a']],
    ['a,b', ['a', 'b']],
    ['a, b', ['a', ' b']],
    ['a,', ['a', '']],
    [',', ['', '']],
    ['"Carol, Jr"', ['Carol, Jr']],
    ['"Carol, Jr",Bob', ['Carol, Jr', 'Bob']],
    ['Bob,"Carol, Jr"', ['Bob', 'Carol, Jr']],
    ['""', ['']],
    ['"",a', ['', 'a']],
    ['"say ""hi"""', ['say "hi"']],
    ['5" disk', ['5" disk']],
    ['a"b",c', ['a"b"', 'c']],
    [' "a,b"', [' "a', 'b"']],
    ['a\\,b', ['a\\', 'b']],
  ])('splits %j', (text, values) => {
    expect(splitValues(text)).toEqual({ values });
  });

  it.each([
    ['"', 'closing'],
    ['"a', 'closing'],
    ['a,"b', 'closing'],
    ['"a"b', 'after a closing quote'],
    ['"a" ,b', 'after a closing quote'],
    ['"""', 'closing'],
  ])('refuses %j', (text, problem) => {
    expect(splitValues(text)).toEqual({ problem: expect.stringContaining(problem) as unknown });
  });
});

describe('searchWords', () => {
  it.each([
    ['', []],
    [' \t ', []],
    ['ada', ['ada']],
    [' ada  lovelace ', ['ada', 'lovelace']],
    ['"ada lovelace"', ['ada lovelace']],
    ['"ada lovelace" jr', ['ada lovelace', 'jr']],
    ['""', []],
    ['"  "', []],
    ['"a ""b"" c"', ['a "b" c']],
    ['5" disk', ['5"', 'disk']],
    ['"open', ['"open']],
  ])('finds the words of %j', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });
});
