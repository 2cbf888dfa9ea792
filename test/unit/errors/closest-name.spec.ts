import { closestName } from '../../../libs/restview/src/errors/closest-name.js';

const known = ['name', 'email', 'created_at', 'page_size'];

it.each([
  ['nmae', 'name'],
  ['Name', 'name'],
  ['emial', 'email'],
  ['createdAt', 'created_at'],
  ['pagesize', 'page_size'],
  ['zzz', undefined],
  ['password', undefined],
  ['x'.repeat(65), undefined],
])('%s is near %s', (typed, expected) => {
  expect(closestName(typed, known)).toBe(expected);
});
