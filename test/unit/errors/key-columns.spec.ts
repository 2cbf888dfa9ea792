import { keyColumns } from '../../../libs/restview/src/errors/key-columns.js';

it.each([
  ['Key (email)=(a@b.c) already exists.', ['email']],
  ['Key (tenant, email)=(1, a) already exists.', ['tenant', 'email']],
  ['Key ("orgId", "a, ""b"")", c)=(1, 2, 3) already exists.', ['orgId', 'a, "b")', 'c']],
  ['Key (orgId)=(9) is not present in table "org".', ['orgId']],
  ['Key (lower(email::text), tenant)=(a, 1) already exists.', ['email', 'tenant']],
  ['Key (lower((email)::text))=(a) already exists.', ['email']],
  ['Key (public.unaccent("Name"))=(a) already exists.', ['Name']],
  ["Key ((data ->> 'x'::text))=(a) already exists.", []],
  ["Key (COALESCE(a, ''::text), b)=(x, y) already exists.", ['b']],
  ['Key (email)=((tenant)=(1)) already exists.', ['email']],
  ['Schlüssel »(email)=(a)« existiert bereits.', ['email']],
  ['Ключ "(email)=(a)" уже существует.', ['email']],
  ['Key is not present in table "org".', []],
  ['Key (email', []],
  ['', []],
  [undefined, []],
])('reads %s', (detail, columns) => {
  expect(keyColumns(detail)).toEqual(columns);
});
