import { HttpError, type AuthProvider } from 'react-admin';

import { httpClient } from '../api/http-client.js';
import { queryClient } from '../api/query-client.js';
import { shopQuery } from '../shop/shop-query.js';
import { may } from './may.js';
import type { Session } from './session.js';

/** The answer of the server, and never a token: the session is a cookie that scripts cannot read. */
let session: Promise<Session> | undefined;
let loggedIn = false;

/** Asks once who is logged in; the settings of the store come along, so that no page has to wait for them. */
function currentSession(): Promise<Session> {
  session ??= open(httpClient('/api/auth/me'));
  return session;
}

async function open(answer: ReturnType<typeof httpClient>): Promise<Session> {
  try {
    const { json } = (await answer) as { json: Session };
    loggedIn = true;
    await queryClient.query(shopQuery).catch(() => undefined);
    return json;
  } catch (error) {
    // Asked again each time: react-admin forgets what it knew before it shows the login page, and would ask without end
    // if the answer were there at once.
    session = undefined;
    throw error;
  }
}

function end() {
  session = undefined;
  loggedIn = false;
}

function isUnauthorized(error: unknown): error is HttpError {
  return error instanceof HttpError && error.status === 401;
}

export const authProvider = {
  async login(params: { email: string; password: string }) {
    const body = JSON.stringify({ email: params.email, password: params.password });
    queryClient.clear();
    session = open(httpClient('/api/auth/login', { method: 'POST', body }));
    await session;
  },

  async logout() {
    if (!loggedIn) return;
    end();
    queryClient.clear();
    try {
      await httpClient('/api/auth/logout', { method: 'POST' });
    } catch (error) {
      // A session that has ended needs no end.
      if (!(error instanceof HttpError)) throw error;
    }
  },

  async checkAuth() {
    await currentSession();
  },

  checkError(error: unknown) {
    if (isUnauthorized(error)) {
      if (loggedIn) end();
      return Promise.reject(error);
    }
    return Promise.resolve();
  },

  async getIdentity() {
    const { id, name, email, store } = await currentSession();
    return { id, fullName: name, email, storeName: store.name };
  },

  async getPermissions() {
    return (await currentSession()).role;
  },

  async canAccess({ action, resource }: { action: string; resource: string }) {
    return may((await currentSession()).role, action, resource);
  },
} satisfies AuthProvider;
