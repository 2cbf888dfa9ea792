import { listGrammarOf } from '../../../libs/restview/src/definition/list-grammar-of.js';
import { parseListQuery } from '../../../libs/restview/src/query/parse-list-query.js';
import { queryParametersOf } from '../../../libs/restview/src/query/query-parameters.js';
import { Person } from '../../fixtures/city.entity.js';
import { PersonRead } from '../../fixtures/person-read.js';

describe('a URL without a query', () => {
  const none = queryParametersOf('/people');

  it('is read once for a grammar, and nobody can change what all requests share', () => {
    const grammar = listGrammarOf(Person, PersonRead, { defaultFilter: { age__gte: '18' }, defaultSort: '-name' });
    const parsed = parseListQuery(none, grammar, 'secret');
    expect(parseListQuery(none, grammar, 'secret')).toBe(parsed);
    expect(parsed).toEqual(parseListQuery(queryParametersOf('/people?page=1'), grammar, 'secret'));
    expect([parsed.query, parsed.query.extra, parsed.query.sort, parsed.mistakes].every(Object.isFrozen)).toBe(true);
  });

  it('is read anew for another grammar and for another secret', () => {
    const counted = listGrammarOf(Person, PersonRead, { defaultPageSize: 7 });
    const walked = listGrammarOf(Person, PersonRead, { pageKinds: ['cursor'] });
    expect(parseListQuery(none, counted, 'one').query.pageSize).toBe(7);
    const cursorOf = (secret: string): string | undefined =>
      parseListQuery(none, walked, secret).query.walk?.write({ values: [1], direction: 'next' });
    expect(cursorOf('one')).not.toBe(cursorOf('two'));
    expect(cursorOf('one')).toBe(cursorOf('one'));
  });
});
