import { fetchUtils, HttpError } from 'react-admin';

import { isProblem } from './problem.js';

/**
 * The client of the data provider: react-admin's own, with the words of a problem as the message of the error.
 *
 * The session is a cookie of the same origin, which the browser sends by itself.
 */
export async function httpClient(url: string, options?: fetchUtils.Options) {
  try {
    return await fetchUtils.fetchJson(url, options);
  } catch (error) {
    if (!(error instanceof HttpError) || !isProblem(error.body)) throw error;
    throw new HttpError(error.body.detail ?? error.body.title ?? error.message, error.status, error.body);
  }
}
