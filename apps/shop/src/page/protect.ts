import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What browsers may not do with answers of the shop: show them within a page of somebody else, where a click is not what
 * it seems, take a text for a program, or keep what the API has said for whoever comes after a logout.
 */
export function protect(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  // In whatever letters: Express does not care.
  if (/^\/api(?![^/?])/i.test(request.url ?? '')) response.setHeader('Cache-Control', 'no-store');
  next();
}
