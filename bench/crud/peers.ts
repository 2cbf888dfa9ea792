import { existsSync } from 'node:fs';
import type { Entry, StartContender } from './contender.js';
import { type Dialect, USER_ROWS, walk } from './wire.js';

/** Where the packages of others are; this file is compiled to bench/dist/crud. */
export const PEERS_FOLDER = new URL('../../peers/', import.meta.url);

/** Whether `npm run bench:peers` has installed the packages of others. */
export const arePeersInstalled = existsSync(new URL('node_modules/', PEERS_FOLDER));

/** The packages that a table tells the versions of. */
export const PEER_PACKAGES = ['@dataui/crud', '@dataui/crud-typeorm', 'nestjs-paginate', '@kavo/nest', '@kavo/typeorm'];

function peer(file: string, dialect: Dialect): Entry {
  const start: StartContender = async (url) => {
    const { href } = new URL(`dist/peers/${file}.js`, PEERS_FOLDER);
    const { startPeer } = (await import(href)) as { readonly startPeer: StartContender };
    return startPeer(url);
  };
  return { start, dialect, isPeer: true };
}

interface DataUiPage {
  readonly data: readonly unknown[];
  readonly total: number;
}

const dataUi: Dialect = {
  rows: USER_ROWS,
  lists: {
    newest: (size) => `/users?sort=id,DESC&limit=${size}`,
    // It counts where a page is asked for by its number.
    fromAge: (age, size) => `/users?filter=age||$gte||${age}&sort=name,DESC&sort=id,ASC&limit=${size}&page=1`,
    ofOrg: (orgId, size) => `/users?filter=orgId||$eq||${orgId}&sort=id,ASC&limit=${size}&page=1`,
    withOrg: (size) => `/users?sort=id,DESC&limit=${size}&join=org`,
    withNotes: (size) => `/users?sort=id,DESC&limit=${size}&join=notes`,
    deepPage: (size, page) =>
      Promise.resolve(`/users?sort=createdAt,ASC&sort=id,ASC&limit=${size}&offset=${size * (page - 1)}`),
    read: (answer) => {
      if (Array.isArray(answer)) return { items: answer };
      const { data, total } = answer as DataUiPage;
      return { items: data, total };
    },
  },
};

interface NestjsPaginatePage {
  readonly data: readonly unknown[];
  readonly meta: { readonly totalItems?: number };
}

const nestjsPaginate: Dialect = {
  lists: {
    // By number it always counts. By cursor it does not, but sorts the whole table by a text that it makes of each row.
    newest: (size) => `/users?sortBy=id:DESC&limit=${size}`,
    fromAge: (age, size) => `/users?filter.age=$gte:${age}&sortBy=name:DESC&sortBy=id:ASC&limit=${size}`,
    ofOrg: (orgId, size) => `/users?filter.orgId=$eq:${orgId}&sortBy=id:ASC&limit=${size}`,
    withOrg: (size) => `/users/with-org?sortBy=id:DESC&limit=${size}`,
    withNotes: (size) => `/users/with-notes?sortBy=id:DESC&limit=${size}`,
    deepPage: (size, page) => Promise.resolve(`/users?sortBy=createdAt:ASC&sortBy=id:ASC&limit=${size}&page=${page}`),
    read: (answer) => {
      const { data, meta } = answer as NestjsPaginatePage;
      return { items: data, total: meta.totalItems };
    },
  },
};

interface KavoPage {
  readonly items: readonly (object | { readonly org: { readonly id: number } })[];
  readonly total: number | null;
  readonly meta?: { readonly nextCursor?: string };
}

const kavo: Dialect = {
  rows: USER_ROWS,
  lists: {
    newest: (size) => `/users?sort=-id&limit=${size}`,
    fromAge: (age, size) => `/users-counted?filter[age][gte]=${age}&sort=-name,id&limit=${size}`,
    ofOrg: (orgId, size) => `/users-counted?filter[orgId][eq]=${orgId}&sort=id&limit=${size}`,
    withOrg: (size) => `/users-with-org?sort=-id&limit=${size}&include=org`,
    withNotes: (size) => `/users?sort=-id&limit=${size}&include=notes`,
    deepPage: (size, page, get) => {
      const first = `/users-by-cursor?sort=createdAt,id&limit=${size}`;
      const next = (answer: unknown): string =>
        `${first}&cursor=${encodeURIComponent((answer as KavoPage).meta?.nextCursor ?? '')}`;
      return walk(first, page, next, get);
    },
    read: (answer) => {
      const { items, total } = answer as KavoPage;
      // A row with its organisation has the foreign key there, and only there.
      return { items: items.map((item) => ('org' in item ? { ...item, orgId: item.org.id } : item)), total };
    },
  },
};

/** Other packages for the same job; each is installed and compiled in bench/peers. */
export const PEERS: Readonly<Record<string, Entry>> = {
  '@dataui/crud': peer('dataui-crud', dataUi),
  'nestjs-paginate': peer('nestjs-paginate', nestjsPaginate),
  Kavo: peer('kavo', kavo),
};
