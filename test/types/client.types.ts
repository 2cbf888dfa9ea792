import { expectTypeOf } from 'expect-type';
import {
  type Client,
  createClient,
  type Filter,
  isProblem,
  ProblemError,
  type ProblemGuard,
} from 'nestjs-restview/client';
import type { components, paths } from '../client/cinema-api.js';

type Film = components['schemas']['FilmRead'];

const client = createClient<paths>({ baseUrl: '', keys: { seats: ['hall', 'place'] } });
const { films, seats } = client;

// The names of resources are those of the paths, and each has the requests that the document has.
expectTypeOf(client).toEqualTypeOf<Client<paths>>();
expectTypeOf(client['film-arrays'].list({})).toEqualTypeOf<Promise<Film[]>>();
// @ts-expect-error the document has no such path
export const unknown = client.movies;
// @ts-expect-error a path with parameters is opened by at()
export const template = client['studios/{studioId}/films'];
// @ts-expect-error a file of statistics is no list
export const noList = client['films/statistics'].list;

export async function lists() {
  // Rows, pages and arrays are those of the document.
  const page = await films.list({ filter: { minutes: { gte: 90 } }, sort: ['-createdAt', 'title'], page_size: 20 });
  expectTypeOf(page.items).toEqualTypeOf<Film[]>();
  expectTypeOf(page.next).toEqualTypeOf<string | null | undefined>();
  for await (const film of films.all()) expectTypeOf(film).toEqualTypeOf<Film>();
  for await (const rows of client['film-arrays'].pages()) expectTypeOf(rows).toEqualTypeOf<Film[]>();

  // Only what was asked for is there, and optional relations that were asked for are.
  const { items } = await films.list({ fields: ['id', 'studio.name'] });
  expectTypeOf(items).toEqualTypeOf<{ readonly id: number; readonly studio: { name: string } | null }[]>();
  const { reviews } = await films.get(1, { include: ['reviews'] });
  expectTypeOf(reviews).toEqualTypeOf<NonNullable<Film['reviews']>>();
  for await (const film of films.all({ fields: ['title'] })) expectTypeOf(film).toEqualTypeOf<{ title: string }>();

  // @ts-expect-error an unknown field
  await films.list({ filter: { lenght: 90 } });
  // @ts-expect-error an unknown operator
  await films.list({ filter: { minutes: { atLeast: 90 } } });
  // @ts-expect-error an operator that this column does not have
  await films.list({ filter: { genre: { contains: 'noir' } } });
  // @ts-expect-error a value of another type
  await films.list({ filter: { minutes: { gte: '90' } } });
  // @ts-expect-error a value that the column cannot have
  await films.list({ filter: { genre: 'western' } });
  // @ts-expect-error one of several values that the column cannot have
  await films.list({ filter: { genre: ['noir', 'western'] } });
  // @ts-expect-error a range has two ends
  await films.list({ filter: { minutes: { between: [90] } } });
  // @ts-expect-error a comparison has one value
  await films.list({ filter: { minutes: { gt: [1, 2] } } });
  // @ts-expect-error NULL is asked for by isnull
  await films.list({ filter: { tagline: null } });
  // @ts-expect-error an unknown field within a group
  await films.list({ filter: { or: [{ title: 'M' }, { not: { lenght: 90 } }] } });
  // @ts-expect-error a field that this list is not filtered by
  await client['film-pages'].list({ filter: { title: 'M' } });
  // @ts-expect-error a list that has no cursors
  await client['film-pages'].list({ cursor: '' });
  // @ts-expect-error a list that has no counted pages
  await client['film-walks'].list({ page: 2 });
  // @ts-expect-error a view without a search
  await client['film-pages'].list({ q: 'M' });
  // @ts-expect-error an unknown field of the answer
  await films.list({ fields: ['titel'] });
  // @ts-expect-error an unknown field of a nested object
  await films.list({ fields: ['studio.city'] });
  // @ts-expect-error an unknown relation
  await films.list({ include: ['actors'] });
  // @ts-expect-error a parameter that the view does not have
  await films.list({ params: { shorterThan: '90' } });
  await films.list({ params: { longerThan: '90' }, raw: { 'reviews__all.stars__gte': '3' } });
}

export async function rows() {
  expectTypeOf(await films.get(1)).toEqualTypeOf<Film>();
  expectTypeOf(await films.get(1n)).toEqualTypeOf<Film>();
  expectTypeOf(await films.create({ title: 'M' })).toEqualTypeOf<Film>();
  expectTypeOf(await films.update(1, { minutes: null })).toEqualTypeOf<Film>();
  expectTypeOf(films.delete(1)).toEqualTypeOf<Promise<undefined>>();

  // @ts-expect-error the key is a number
  await films.get('1');
  // @ts-expect-error there is no key
  await films.get(undefined);
  // @ts-expect-error a required field is missing
  await films.create({ minutes: 90 });
  // @ts-expect-error a body is missing
  await films.create();
  // @ts-expect-error an unknown field
  await films.update(1, { titel: 'M' });
  // @ts-expect-error a value that the field cannot have
  await films.update(1, { genre: 'western' });

  // A key of several columns goes by the names of its parts, and a row has them.
  const seat = await seats.get({ hall: 'A', place: 3 });
  await seats.update(seat, { kind: 'soft' });
  // @ts-expect-error a part is missing
  await seats.get({ hall: 'A' });
  // @ts-expect-error a part is of another type
  await seats.get({ hall: 'A', place: '3' });
  // @ts-expect-error not by a value alone
  await seats.get(3);
}

export async function paths_() {
  const below = client.at('studios/{studioId}/films', { studioId: 7 });
  expectTypeOf(await below.get(1)).toEqualTypeOf<Film>();
  // @ts-expect-error the parameter is missing
  client.at('studios/{studioId}/films');
  // @ts-expect-error another parameter
  client.at('studios/{studioId}/films', { studio: 7 });
  // @ts-expect-error no such path
  client.at('studios/{studioId}/actors', { studioId: 7 });
}

export async function actions() {
  expectTypeOf(await films.action(1, 'release', { on: '1931-05-11' })).toEqualTypeOf<Film>();
  expectTypeOf(await films.collectionAction('import', ['M'])).toEqualTypeOf<{ count: number }>();
  expectTypeOf(await films.collectionAction('GET statistics')).toEqualTypeOf<{ count: number }>();
  expectTypeOf(await films.collectionAction('GET titles')).toEqualTypeOf<string>();
  // @ts-expect-error no such operation
  await films.action(1, 'publish');
  // @ts-expect-error a body is missing
  await films.action(1, 'release');
  // @ts-expect-error another body
  await films.action(1, 'release', { at: '1931-05-11' });
  // @ts-expect-error a method that the operation does not have
  await films.collectionAction('statistics');
}

// The order of a key's parts, and a prefix, have to be there when the types are gone.
// @ts-expect-error the keys are missing
createClient<paths>({ baseUrl: '' });
// @ts-expect-error another order than that of the path
createClient<paths>({ baseUrl: '', keys: { seats: ['place', 'hall'] } });
type Prefixed = { [Path in keyof paths as `/v1${Path}`]: paths[Path] };
const prefixed = createClient<Prefixed, '/v1'>({ baseUrl: '', prefix: '/v1', keys: { seats: ['hall', 'place'] } });
expectTypeOf(prefixed.films.get(1)).toEqualTypeOf<Promise<Film>>();
// @ts-expect-error the prefix is missing
createClient<Prefixed, '/v1'>({ baseUrl: '', keys: { seats: ['hall', 'place'] } });

// A filter may be built before it is sent.
type FilmFilter = Filter<NonNullable<paths['/films']['get']['parameters']['query']>>;
export const noir: FilmFilter = { genre: 'noir', or: [{ minutes: { lt: 90 } }, { rating: { gte: '8.00' } }] };

declare const error: unknown;
if (isProblem(error)) expectTypeOf(error).toExtend<ProblemError>();
if (isProblem(error, 'unique_violation', 'conflict')) {
  expectTypeOf(error.code).toEqualTypeOf<'unique_violation' | 'conflict'>();
}

// The codes may be held to those of a document.
interface Coded {
  '/films': {
    get: { responses: { 404: { content: { 'application/problem+json': { code: 'not_found' | 'gone' } } } } };
  };
}
const isFilmProblem: ProblemGuard<Coded> = isProblem;
if (isFilmProblem(error)) expectTypeOf(error.code).toEqualTypeOf<'not_found' | 'gone'>();
if (isFilmProblem(error, 'gone')) expectTypeOf(error.code).toEqualTypeOf<'gone'>();
// @ts-expect-error the document has no such code
isFilmProblem(error, 'taken');
